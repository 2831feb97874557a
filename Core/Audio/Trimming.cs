using FFMpegCore;

namespace VoicePrep.Audio;

/// <summary>Cuts a window out of a clip as FLAC: the source's rate and channels, 24 bit.</summary>
internal static class Trimming
{
    private const int BytesPerSample = 4; // 24 bits that compress badly, and headers

    /// <summary>For ffmpeg, before the output.</summary>
    /// <param name="gain">Samples over full scale, which floating-point formats can have, are turned down and not clipped.</param>
    public static IEnumerable<string> OutputOptions(ProbedClip clip, ClipWindow window, double gain)
    {
        var filter = $"atrim={window.StartSeconds:0.######}:{window.StartSeconds + window.Seconds:0.######},volume={gain:R}:precision=double";
        var maxBytes = (long)((window.Seconds + 1) * clip.SampleRate * clip.Channels * BytesPerSample);
        return
        [
            .. InputGuard.OutputOptions(maxBytes), "-ar", $"{clip.SampleRate}", "-ac", $"{clip.Channels}", "-af", filter,
            "-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-f", "flac",
        ];
    }

    public static Task WriteAsync(Ffmpeg ffmpeg, WorkFolder folder, ProbedClip clip, ClipWindow window, double gain, string file, CancellationToken cancellationToken)
    {
        var run = FFMpegArguments
            .FromFileInput(folder.File(InputGuard.ClipName), true, input => input.WithCustomArgument(string.Join(' ', InputGuard.DecodeOptions(ffmpeg.Threads))))
            .OutputToFile(file, true, output => output.WithCustomArgument(string.Join(' ', OutputOptions(clip, window, gain))));
        return ffmpeg.RunAsync(folder, run, cancellationToken);
    }
}
