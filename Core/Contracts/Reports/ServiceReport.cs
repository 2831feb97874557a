namespace VoicePrep.Contracts.Reports;

/// <summary>How the service does, as <c>GET /api/service</c> answers it.</summary>
/// <param name="Device">The device really in use.</param>
/// <param name="Warm">True once the model is loaded and has run.</param>
/// <param name="Waiting">Clips of this process that wait for a place in the model.</param>
/// <param name="Running">Clips of this process that are being transcribed.</param>
/// <param name="MemoryBytes">On a GPU what the model and its places take of its memory, else the memory of this process.</param>
/// <param name="MemoryBudgetBytes"><c>Whisper__MaxGpuMemoryMebibytes</c>; null where there is no GPU.</param>
/// <param name="LastHour">Of the voices, of all instances, that were uploaded in the last hour and are complete.</param>
public sealed record ServiceReport(
    string ModelProfile,
    string Device,
    bool Warm,
    int Waiting,
    int Running,
    long MemoryBytes,
    long? MemoryBudgetBytes,
    PreparationTimes LastHour,
    ServiceTargets Targets);

/// <summary>What the service was built to reach.</summary>
public sealed record ServiceTargets(double MeanSeconds, double SlowestSeconds, long MemoryBytes)
{
    public static ServiceTargets OfThePlan { get; } = new(20, 30, 3_000_000_000);
}
