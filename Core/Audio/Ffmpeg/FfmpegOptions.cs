namespace VoicePrep.Audio.Ffmpeg;

/// <summary>How FFmpeg runs. Section <c>Ffmpeg</c>.</summary>
public sealed class FfmpegOptions
{
    public const string Section = "Ffmpeg";

    /// <summary>Threads of one FFmpeg process.</summary>
    public int Threads { get; set; } = 2;

    /// <summary>Wall-clock limit of one FFmpeg process, after which its whole process tree is ended. Seconds.</summary>
    public double TimeoutSeconds { get; set; } = 60;
}
