namespace VoicePrep.Observability;

/// <summary>What the observable instruments tell of the Whisper engine.</summary>
/// <param name="Device">The device really in use.</param>
/// <param name="GpuMemoryBytes">Device memory of the model and its states; null on a CPU.</param>
public sealed record EngineReading(
    string ModelProfile, string Device, bool IsReady, bool OverBudget, long? GpuMemoryBytes, int Waiting, int Running)
{
    /// <summary>Before there is an engine.</summary>
    internal static EngineReading None { get; } = new("none", "none", IsReady: false, OverBudget: false, GpuMemoryBytes: null, Waiting: 0, Running: 0);
}
