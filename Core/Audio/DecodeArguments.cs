using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Probing;

namespace VoicePrep.Audio;

/// <summary>
/// The one way in which a clip is decoded, to be measured as to be cut. The clock counts samples: what timestamps say of gaps and of a
/// late start is dropped before anything else sees it.
/// </summary>
internal static class DecodeArguments
{
    /// <summary>For ffmpeg, up to the first output.</summary>
    public static IEnumerable<string> InputOptions(FfmpegRunner ffmpeg, WorkFolder folder, ProbedClip clip) =>
        [
            .. InputGuard.DecodeOptions(ffmpeg.Threads),
            .. clip.Decoder is { } decoder ? (string[])[$"-c:a:{clip.Track}", decoder] : [], "-i", folder.Clip,
        ];

    /// <summary>For ffmpeg, an output of 32-bit floats, the channels interleaved.</summary>
    /// <param name="frames">What comes after, at the clip's rate, is not decoded.</param>
    /// <param name="resampler">A filter that changes the rate in the end; empty for none.</param>
    public static IEnumerable<string> OutputOptions(ProbedClip clip, long frames, string resampler = "")
    {
        // The rate and channels of the header, even if they change in mid-stream. The number of channels is not enough: FFmpeg mixes them
        // into the most common layout with that number.
        var chain = string.Join(
            ',',
            [
                $"aresample={clip.SampleRate}", .. Filters(clip.Layout is { } layout ? $"aformat=channel_layouts={layout}" : ""),
                "asetpts=N/SR/TB", $"atrim=end_sample={frames}", .. Pan(clip), .. Filters(resampler),
            ]);
        string[] count = clip.Heard is null && clip.Layout is null ? ["-ac", $"{clip.Channels}"] : [];
        return ["-map", $"0:a:{clip.Track}", .. InputGuard.StreamOptions, "-af", chain, .. count, "-c:a", "pcm_f32le", "-f", "f32le"];
    }

    private static string[] Filters(string filter) => filter.Length == 0 ? [] : [filter];

    private static string[] Pan(ProbedClip clip) => clip.Heard is not { } heard
        ? []
        : [$"pan={(heard.Count == 1 ? "mono" : $"{heard.Count}c")}|{string.Join('|', heard.Select((channel, i) => $"c{i}=c{channel}"))}"];
}
