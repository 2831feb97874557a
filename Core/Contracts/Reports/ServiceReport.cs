namespace VoicePrep.Contracts.Reports;

/// <summary>The state of the service, as <c>GET /api/service</c> returns it.</summary>
/// <param name="Device">The device really in use.</param>
/// <param name="Warm">True once the model is loaded and has run.</param>
/// <param name="Waiting">Clips of this process that wait for a place in the model.</param>
/// <param name="Running">Clips of this process that are being transcribed.</param>
/// <param name="MemoryBytes">On a GPU, the GPU memory of the model and its places; otherwise the memory of this process.</param>
/// <param name="MemoryBudgetBytes"><c>Whisper__MaxGpuMemoryMebibytes</c>, in bytes; null if there is no GPU.</param>
/// <param name="LastHour">For the voices, of all instances, that were uploaded in the last hour and are complete.</param>
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
