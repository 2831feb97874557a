namespace VoicePrep.Speech.Engine;

/// <summary>How the speech engine of this process does.</summary>
/// <param name="ModelProfile">Model and compute type, such as <c>base-float16</c>.</param>
/// <param name="Device">Where the model really computes: <c>cpu</c>, or the GPU's name; <c>none</c> until it was chosen.</param>
/// <param name="IsReady">True once the model is loaded and warm, and no fault is known.</param>
/// <param name="OverBudget">True where the profile needs more memory than <c>Whisper__MaxGpuMemoryMebibytes</c>.</param>
/// <param name="GpuMemoryBytes">Device memory of the model and its places; null on a CPU.</param>
/// <param name="LoadDuration">How long loading and warming up took; null until then.</param>
/// <param name="Places">Clips that are transcribed at once; 0 until the device was chosen.</param>
/// <param name="Waiting">Clips that wait for a place, or in it for a session.</param>
/// <param name="Running">Clips that are being transcribed.</param>
/// <param name="Fault">Why clips cannot be transcribed; null where they can.</param>
/// <param name="Notice">What the operator should know, such as a CUDA library that could not be loaded; null as a rule.</param>
/// <param name="LibraryVersion">libwhisper's version and whether it is Whisper.net's package or tuned for this processor, such as <c>1.8.5
/// (Whisper.net)</c>; empty until it was loaded.</param>
public sealed record EngineStatus(
    string ModelProfile,
    string Device,
    bool IsReady,
    bool OverBudget,
    long? GpuMemoryBytes,
    TimeSpan? LoadDuration,
    int Places,
    int Waiting,
    int Running,
    string? Fault,
    string? Notice,
    string LibraryVersion)
{
    /// <summary>Before there is an engine.</summary>
    public static EngineStatus None { get; } = new(
        "none",
        "none",
        IsReady: false,
        OverBudget: false,
        GpuMemoryBytes: null,
        LoadDuration: null,
        Places: 0,
        Waiting: 0,
        Running: 0,
        Fault: null,
        Notice: null,
        LibraryVersion: "");
}
