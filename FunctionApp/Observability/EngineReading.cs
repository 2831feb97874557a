namespace VoicePrep.Observability;

/// <summary>What the observable instruments tell of the Whisper engine.</summary>
/// <param name="Device">The device really in use.</param>
/// <param name="GpuMemoryBytes">Device memory of the model and its places; null on a CPU.</param>
/// <param name="LoadDuration">How long loading and warming up took; null until then.</param>
public sealed record EngineReading(
    string ModelProfile, string Device, bool IsReady, bool OverBudget, long? GpuMemoryBytes, TimeSpan? LoadDuration, int Waiting, int Running)
{
    /// <summary>Before there is an engine.</summary>
    internal static EngineReading None { get; } = new("none", "none", IsReady: false, OverBudget: false, GpuMemoryBytes: null, LoadDuration: null, Waiting: 0, Running: 0);
}
