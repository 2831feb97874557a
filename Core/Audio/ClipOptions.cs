using VoicePrep.Audio.Window;

namespace VoicePrep.Audio;

/// <summary>What is required of a clip, and which part of it is used. Section <c>Clip</c>.</summary>
public sealed class ClipOptions
{
    public const string Section = "Clip";

    /// <summary>A shorter clip is rejected. Seconds.</summary>
    public double MinSeconds { get; set; } = 5;

    /// <summary>A longer clip is trimmed to a window of at most this length. Seconds.</summary>
    public double MaxSeconds { get; set; } = 30;

    /// <summary>Which window of a longer clip is used.</summary>
    public WindowChoice Window { get; set; } = WindowChoice.Best;

    /// <summary>How far into a clip <see cref="WindowChoice.Best"/> searches. Seconds.</summary>
    public double SearchSeconds { get; set; } = 600;

    /// <summary>Less speech than this is rejected. Seconds.</summary>
    public double MinSpeechSeconds { get; set; } = 3;

    /// <summary>Clips of a grade under this one are rejected.</summary>
    public RejectBelow RejectBelow { get; set; } = RejectBelow.None;

    /// <summary>A larger upload is rejected before it is read. Megabytes of 1,000,000 bytes.</summary>
    public int MaxUploadMegabytes { get; set; } = 100;

    /// <summary>Clips without the speaker's consent are rejected.</summary>
    public bool RequireConsent { get; set; }

    /// <summary><see cref="MaxUploadMegabytes"/> in bytes.</summary>
    public long MaxUploadBytes => MaxUploadMegabytes * 1_000_000L;
}

/// <summary>The grade a clip must reach.</summary>
public enum RejectBelow
{
    None,
    Usable,
    Good,
}
