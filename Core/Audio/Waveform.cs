using System.Numerics.Tensors;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Measures;
using VoicePrep.Audio.Window;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>What draws a recording, stored as <c>waveform.json</c>: peaks, speech, the part used, and why the rest is not.</summary>
/// <param name="Seconds">Length of the whole recording.</param>
/// <param name="SecondsPerPeak">Length that one peak stands for.</param>
/// <param name="Peaks">
/// Largest magnitude of each stretch, of the recording up to where it is searched; 1 at full scale, or at the largest of all if that is
/// over it.
/// </param>
/// <param name="Window">The part that is used, or would be; null for a recording that is too short.</param>
/// <param name="Cuts">The parts that are not used.</param>
public sealed record Waveform(
    int SchemaVersion,
    double Seconds,
    double SecondsPerPeak,
    IReadOnlyList<double> Peaks,
    IReadOnlyList<SpeechSpan> Speech,
    ClipWindow? Window,
    IReadOnlyList<WaveformCut> Cuts)
{
    private const int MaxPeaks = 1000;
    private const int Decimals = 3;

    /// <param name="seconds">Of the whole recording, the part that is not searched too.</param>
    internal static Waveform Of(SpeechTrack track, double seconds, ClipWindow? window, WindowChoice choice)
    {
        var length = Math.Max(1, (track.Samples.Length + MaxPeaks - 1) / MaxPeaks);
        var peaks = track.Samples.Chunk(length).Select(stretch => Math.Abs(TensorPrimitives.MaxMagnitude<float>(stretch))).ToArray();
        var fullScale = peaks.Append(1).Max();
        return new(
            1,
            seconds,
            (double)length / VoiceActivity.SampleRate,
            [.. peaks.Select(peak => Math.Round((double)peak / fullScale, Decimals))],
            track.Spans,
            window,
            window is null ? [] : [.. CutsOf(track, seconds, window, choice)]);
    }

    private static IEnumerable<WaveformCut> CutsOf(SpeechTrack track, double seconds, ClipWindow window, WindowChoice choice)
    {
        var searched = Math.Min(seconds, (double)track.Samples.Length / VoiceActivity.SampleRate);
        (double Start, double End)[] parts = [(0, window.StartSeconds), (window.StartSeconds + window.Seconds, searched)];
        foreach (var (start, end) in parts.Where(part => part.End - part.Start >= VoiceActivity.FrameSeconds))
        {
            var reason = !track.Spans.Any(span => span.StartSeconds < end && span.EndSeconds > start) ? WaveformCut.NoSpeech
                : choice == WindowChoice.Best ? WaveformCut.LessCleanSpeech
                : WaveformCut.AfterLimit;
            yield return new(start, end, reason);
        }

        if (seconds - searched >= 1) // what a header says of the length may be off by less
            yield return new(searched, seconds, WaveformCut.NotSearched);
    }
}

/// <summary>A part of a recording that is not used.</summary>
/// <param name="Reason">Stable code, one of the constants.</param>
public sealed record WaveformCut(double StartSeconds, double EndSeconds, string Reason)
{
    /// <summary>Nothing is said there.</summary>
    public const string NoSpeech = "no_speech";

    /// <summary>The window has more speech, or cleaner.</summary>
    public const string LessCleanSpeech = "less_clean_speech";

    /// <summary>It comes after the longest window, and the first is used (<c>Clip__Window</c>).</summary>
    public const string AfterLimit = "after_limit";

    /// <summary>It comes after <c>Clip__SearchSeconds</c>.</summary>
    public const string NotSearched = "not_searched";
}
