using FFMpegCore;
using FFMpegCore.Exceptions;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Audio.Probing;

/// <summary>What the header of a clip claims of one of its audio streams, and which channels of it are heard.</summary>
/// <param name="Track">Which audio stream, from 0.</param>
/// <param name="Bass">The LFE channel of surround sound, from 0.</param>
/// <param name="Duration">Of the whole file. A claim: what counts is what decodes.</param>
/// <param name="TrackDuration">Of the stream; zero where the header does not say.</param>
/// <param name="CountsSamples">Whether the format's duration counts samples and not timestamps, which may have gaps.</param>
internal sealed record ProbedClip(
    int Track, int SampleRate, int Channels, int? Bass, TimeSpan Duration, TimeSpan TrackDuration, bool CountsSamples)
{
    /// <summary>From 0; null for all.</summary>
    public IReadOnlyList<int>? Heard { get; init; }

    /// <summary>FFmpeg's name of the channel layout, such as <c>5.1(side)</c>; null if the header does not say.</summary>
    public string? Layout { get; init; }

    /// <summary>The decoder that FFmpeg is told to use; null for its own choice.</summary>
    public string? Decoder { get; init; }

    /// <summary>Of a lossy codec, such as <c>opus</c>, its name in FFmpeg; null for a lossless one.</summary>
    public string? LossyCodec { get; init; }

    /// <summary>kbit/s; null where the header does not say.</summary>
    public double? BitRate { get; init; }

    /// <summary>See <see cref="SoundBytes.MissingShare(string)"/>.</summary>
    public double? MissingShare { get; init; }

    public int HeardChannels => Heard?.Count ?? Channels;
}

/// <summary>Looks at a file before anything of it is decoded.</summary>
internal static class ClipProbe
{
    private const int MinSampleRate = 4_000;
    private const int MaxSampleRate = 192_000;
    private const int MaxChannels = 8;
    private const int MaxTracks = 4;

    private static readonly string[] Lossless = ["flac", "alac", "ape", "tta", "wavpack", "wmalossless", "mlp", "truehd", "shorten"];

    /// <summary>What FFmpeg says of films and CAF files whose end is missing, which has their index.</summary>
    private static readonly string[] CutOff = ["moov atom not found", "Missing packet table"];

    private static readonly string[] SampleCounting = ["wav", "w64", "aiff", "au", "caf", "flac", "tta", "wv", "ape", "mp3"];

    /// <summary>
    /// Reads the header of the clip in <paramref name="folder"/>: its tracks, first those that a player would take, or why none can be
    /// used.
    /// </summary>
    public static async Task<(IReadOnlyList<ProbedClip> Tracks, Rejection? Rejection)> ReadAsync(
        FfmpegRunner ffmpeg, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            var (tracks, rejection) = Judge(await ffmpeg.ProbeAsync(folder, cancellationToken), folder.Clip);
            var missing = SoundBytes.MissingShare(folder.Clip);
            return ([.. tracks.Select(track => track with { MissingShare = missing })], rejection);
        }
        catch (FFProbeProcessException e)
        {
            return ([], Explain(string.Join('\n', e.StandardError)));
        }
        catch (FormatNullException)
        {
            return ([], Rejections.NotAudio());
        }
    }

    private static (IReadOnlyList<ProbedClip> Tracks, Rejection? Rejection) Judge(IMediaAnalysis analysis, string file)
    {
        // FFmpeg always guesses a format; a guess with a low score is noise that looks like a frame of MP3.
        if (IsGuess(string.Join('\n', analysis.StandardError)))
            return ([], Rejections.NotAudio());
        if (analysis.AudioStreams.Count == 0)
            return ([], HasNothing(analysis) ? Rejections.UnreadableAudio() : Rejections.NoAudioStream());
        var judged = analysis.AudioStreams
            .Select((stream, track) => (Stream: stream, Track: track))
            .OrderByDescending(one => one.Stream.Disposition?.GetValueOrDefault("default") ?? false)
            .Take(MaxTracks)
            .Select(one => Judge(analysis, one.Stream, one.Track, file))
            .ToArray();
        ProbedClip[] tracks = [.. judged.Select(one => one.Track).OfType<ProbedClip>()];
        return (tracks, tracks.Length == 0 ? judged[0].Rejection : null);
    }

    /// <summary>Of a film whose index is cut off.</summary>
    private static bool HasNothing(IMediaAnalysis analysis) => analysis.VideoStreams.Count == 0 && analysis.SubtitleStreams.Count == 0;

    private static (ProbedClip? Track, Rejection? Rejection) Judge(
        IMediaAnalysis analysis, AudioStream stream, int track, string file)
    {
        if (stream is not { SampleRateHz: > 0 and var rate, Channels: > 0 and var channels })
            return (null, Rejections.UnreadableAudio());
        if (channels > MaxChannels)
            return (null, Rejections.TooManyChannels(channels, MaxChannels));
        if (rate is < MinSampleRate or > MaxSampleRate)
            return (null, Rejections.SampleRateOutOfRange(rate, MinSampleRate, MaxSampleRate));
        var isEstimate = analysis.StandardError.Any(line => line.Contains("Estimating duration", StringComparison.Ordinal));
        var duration = isEstimate ? TimeSpan.Zero
            : stream.Duration > TimeSpan.Zero ? stream.Duration
            : analysis.AudioStreams.Count == 1 && analysis.VideoStreams.Count == 0 ? analysis.Duration
            : TimeSpan.Zero;
        var countsSamples = analysis.Format.FormatName.Split(',').Intersect(SampleCounting, StringComparer.Ordinal).Any();
        return (
            new(track, rate, channels, Bass(stream.ChannelLayout), analysis.Duration, duration, countsSamples)
            {
                Layout = Layout(stream.ChannelLayout),
                Decoder = PaddedPcm.Decoder(stream.CodecName, file),
                LossyCodec = LossyCodec(stream.CodecName),
                BitRate = BitRate(analysis, stream),
            },
            null);
    }

    private static string? LossyCodec(string? codec) =>
        codec is null || codec.StartsWith("pcm_", StringComparison.Ordinal) || Lossless.Contains(codec, StringComparer.Ordinal)
            ? null
            : codec;

    /// <summary>Some formats tell it of the whole file alone.</summary>
    private static double? BitRate(IMediaAnalysis analysis, AudioStream stream)
    {
        var isAlone = analysis.AudioStreams.Count == 1 && analysis.VideoStreams.Count == 0;
        var bits = stream.BitRate > 0 ? stream.BitRate : isAlone ? analysis.Format.BitRate : 0;
        return bits > 0 ? bits / 1000.0 : null;
    }

    /// <summary>Custom layouts have no name: FFmpeg describes them, with spaces.</summary>
    private static string? Layout(string? layout) =>
        layout is { Length: > 0 } && layout.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '(' or ')' or '-')
            && layout != "unknown"
            ? layout
            : null;

    /// <summary>FFmpeg orders channels alike in every layout: left, right, centre where there is one, then the bass.</summary>
    private static int? Bass(string? layout) => layout switch
    {
        "2.1" or "6.1(front)" => 2,
        _ when layout?.Split('(')[0].EndsWith(".1", StringComparison.Ordinal) ?? false => 3,
        _ => null,
    };

    private static Rejection Explain(string error) =>
        IsGuess(error) ? Rejections.NotAudio()
        : error.Contains("not on whitelist", StringComparison.Ordinal) ? Rejections.UnsupportedFormat()
        : Array.Exists(CutOff, part => error.Contains(part, StringComparison.Ordinal)) ? Rejections.UnreadableAudio()
        : Rejections.NotAudio();

    private static bool IsGuess(string error) => error.Contains("misdetection possible", StringComparison.Ordinal);
}
