using VoicePrep.Audio.Measures;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>
/// Judges a clip. <c>seconds</c> is of the whole clip; everything else is of the window, which is what the voice is made of: music or
/// noise in the rest of a long recording says nothing about it.
/// </summary>
internal static class VerdictTable
{
    public static Verdict Judge(double seconds, ClipWindow window, ClipMeter meter, SpeechTrack track, ClipOptions options)
    {
        var blocks = Blocks.Of(window, meter.BlockCount);
        var speech = track.Within(window);
        var speechSeconds = speech.Sum(span => span.Seconds);
        Check[] checks =
        [
            Thresholds.Seconds(options.MinSeconds).Judge(seconds),
            Thresholds.SpeechSeconds(options.MinSpeechSeconds).Judge(speechSeconds),
            Thresholds.SpeechShare.Judge(speechSeconds / window.Seconds),
            Thresholds.LongestPause.Judge(LongestPause(speech)),
            Thresholds.SignalToNoise.Judge(NoiseMeter.SignalToNoise(track, window)),
            JudgeLoudness(meter.Loudness.Integrated(blocks) ?? LoudnessMeter.AbsoluteGate),
            Thresholds.Peak.Judge(ToDecibels(meter.Levels.Peak(blocks))),
            Thresholds.ClippedShare.Judge(meter.Levels.ClippedShare(blocks)),
            Thresholds.DcOffset.Judge(meter.Levels.DcOffset(blocks)),
            Thresholds.Bandwidth.Judge(Bandwidth(meter, track, blocks)),
            Thresholds.StereoCancellation.Judge(meter.Levels.CancellationDb(blocks)),
            Thresholds.Hum.Judge(HumMeter.Level(track, window)),
        ];
        return Verdict.Of(checks);
    }

    private static Check JudgeLoudness(double loudness)
    {
        var (floor, ceiling) = (Thresholds.LoudnessFloor.Judge(loudness), Thresholds.LoudnessCeiling.Judge(loudness));
        return ceiling.Outcome > floor.Outcome ? ceiling : floor;
    }

    /// <summary>The longest silence between two stretches of speech; what is before the first and after the last disturbs no one.</summary>
    private static double LongestPause(IReadOnlyList<SpeechSpan> speech) =>
        speech.Zip(speech.Skip(1), (before, after) => after.StartSeconds - before.EndSeconds).DefaultIfEmpty().Max();

    private static double? Bandwidth(ClipMeter meter, SpeechTrack track, Range blocks)
    {
        var (start, count) = blocks.GetOffsetAndLength(meter.BlockCount);
        var all = Enumerable.Range(start, count).ToArray();
        return meter.Spectrum.Bandwidth(all.Where(block => track.IsSpeechAt(Middle(block))), all.Where(block => track.IsPauseAt(Middle(block))));
    }

    private static double Middle(int block) => (block + 0.5) / Blocks.PerSecond;

    private static double? ToDecibels(float magnitude) => magnitude > 0 ? Decibels.OfMagnitude(magnitude) : null;
}
