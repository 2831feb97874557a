namespace VoicePrep.Speech.Engine;

/// <summary>The state of this process's speech engine.</summary>
/// <param name="ModelProfile">Model and compute type, such as <c>base-float16</c>.</param>
/// <param name="Device">The device in use: <c>cpu</c>, or the GPU's name; <c>none</c> until it is chosen.</param>
/// <param name="IsReady">True once the model is loaded and warm, and no fault is known.</param>
/// <param name="OverBudget">True if the profile needs more memory than <c>Whisper__MaxGpuMemoryMebibytes</c>.</param>
/// <param name="GpuMemoryBytes">GPU memory of the model and its places; null on a CPU.</param>
/// <param name="LoadDuration">How long loading and warming up took; null until then.</param>
/// <param name="Places">How many clips are transcribed at once; 0 until the device is chosen.</param>
/// <param name="Waiting">Clips that wait for a place or a session.</param>
/// <param name="Running">Clips that are being transcribed.</param>
/// <param name="Fault">Why clips cannot be transcribed; null if they can.</param>
/// <param name="Notice">What the operator should know, such as a CUDA library that could not be loaded; usually null.</param>
/// <param name="LibraryVersion">libwhisper's version, and whether it is Whisper.net's package or tuned for this processor, such as
/// <c>1.8.5 (Whisper.net)</c>; empty until it is loaded.</param>
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
