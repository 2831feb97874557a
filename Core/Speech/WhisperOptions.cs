using System.Globalization;
using VoicePrep.Models;

namespace VoicePrep.Speech;

/// <summary>Which Whisper model runs, where and how. Section <c>Whisper</c>.</summary>
public sealed class WhisperOptions
{
    public const string Section = "Whisper";

    /// <summary>A name of the catalogue, <c>demo</c>, or the path of a ggml file.</summary>
    public string Model { get; set; } = "base";

    public ComputeType ComputeType { get; set; } = ComputeType.Float16;

    public WhisperDevice Device { get; set; } = WhisperDevice.Auto;

    public int DeviceIndex { get; set; }

    /// <summary>The earlier name of <see cref="MaxGpuMemoryMebibytes"/>, which takes precedence.</summary>
    public int MaxGpuMemoryMegabytes { get => MaxGpuMemoryMebibytes; set => MaxGpuMemoryMebibytes = value; }

    /// <summary>The memory budget of a model profile. MiB.</summary>
    public int MaxGpuMemoryMebibytes { get; set; } = 3072;

    /// <summary>Whether a model profile over the budget is refused at start, instead of causing a warning.</summary>
    public bool EnforceGpuBudget { get; set; }

    /// <summary>The earlier name of <see cref="Concurrency"/>, which takes precedence.</summary>
    public int BatchSize { get => AskedPlaces ?? 0; set => Concurrency = value.ToString(CultureInfo.InvariantCulture); }

    /// <summary>Clips transcribed at once over one copy of the weights, or <c>auto</c>: <see cref="Engine.AutomaticPlaces"/>.</summary>
    public string Concurrency { get; set; } = "auto";

    /// <summary>A code, language tag or English name of <see cref="SpokenLanguage"/>, or <c>auto</c>.</summary>
    public string Language { get; set; } = "auto";

    public AudioContext AudioContext { get; set; } = AudioContext.Full;

    /// <summary>Folder of libwhisper; empty searches the app's own <c>runtimes</c> folders.</summary>
    public string LibraryFolder { get; set; } = "";

    /// <summary>The number of places that is configured; null if it is <c>auto</c>.</summary>
    internal int? AskedPlaces =>
        int.TryParse(Concurrency, NumberStyles.Integer, CultureInfo.InvariantCulture, out var places) ? places : null;
}

/// <summary>Where the model runs.</summary>
public enum WhisperDevice
{
    /// <summary>CUDA where it is usable, else the CPU; Health names which.</summary>
    Auto,
    Cpu,

    /// <summary>CUDA; where it is not usable the app does not start.</summary>
    Cuda,
}

/// <summary>How much audio the encoder sees.</summary>
public enum AudioContext
{
    /// <summary>The 30 s that the model was trained on.</summary>
    Full,

    /// <summary>The clip's length, with a second, full pass when the guards are not clean.</summary>
    Adaptive,
}
