using FFMpegCore;
using FFMpegCore.Exceptions;

namespace VoicePrep.Audio;

/// <summary>What the header of a clip claims of its first audio stream.</summary>
/// <param name="Duration">A claim: what counts is what decodes.</param>
internal sealed record ProbedClip(int SampleRate, int Channels, TimeSpan Duration);

/// <summary>Looks at a file before anything of it is decoded.</summary>
internal static class ClipProbe
{
    private const int MinSampleRate = 4_000;
    private const int MaxSampleRate = 192_000;
    private const int MaxChannels = 8; // of FLAC

    /// <summary>Reads the header of the clip in <paramref name="folder"/>.</summary>
    public static async Task<(ProbedClip? Clip, Rejection? Rejection)> ReadAsync(Ffmpeg ffmpeg, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(await ffmpeg.ProbeAsync(folder, InputGuard.ClipName, cancellationToken));
        }
        catch (FFProbeProcessException e)
        {
            return (null, Explain(string.Join('\n', e.StandardError)));
        }
        catch (FFMpegException)
        {
            return (null, Rejections.NotAudio());
        }
    }

    private static (ProbedClip? Clip, Rejection? Rejection) Judge(IMediaAnalysis analysis)
    {
        // FFmpeg guesses at anything; a guess it has little trust in is noise that looks like a frame of MP3.
        if (IsGuess(string.Join('\n', analysis.StandardError)))
            return (null, Rejections.NotAudio());
        if (analysis.AudioStreams is not [var stream, ..])
            return (null, Rejections.NoAudioStream());
        if (stream is not { SampleRateHz: > 0 and var rate, Channels: > 0 and var channels })
            return (null, Rejections.UnreadableAudio());
        if (channels > MaxChannels)
            return (null, Rejections.TooManyChannels(channels, MaxChannels));
        if (rate is < MinSampleRate or > MaxSampleRate || !IsOfFlac(rate))
            return (null, Rejections.SampleRateOutOfRange(rate, MinSampleRate, MaxSampleRate));
        return (new(rate, channels, analysis.Duration), null);
    }

    /// <summary>FLAC counts high rates in tens of Hz.</summary>
    private static bool IsOfFlac(int rate) => rate < 1 << 16 || rate % 10 == 0;

    private static Rejection Explain(string error) =>
        IsGuess(error) ? Rejections.NotAudio()
        : error.Contains("not on whitelist", StringComparison.Ordinal) ? Rejections.UnsupportedFormat()
        : Rejections.NotAudio();

    private static bool IsGuess(string error) => error.Contains("misdetection possible", StringComparison.Ordinal);
}
