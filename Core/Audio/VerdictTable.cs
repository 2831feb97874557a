using VoicePrep.Audio.Measures;
using VoicePrep.Audio.Verdicts;
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
        var (first, count) = blocks.GetOffsetAndLength(meter.BlockCount);
        var all = Enumerable.Range(first, count);
        int[] spoken = [.. all.Where(block => track.IsSpeechAt(Middle(block)))];
        var peak = meter.Levels.Peak(blocks);
        var fullScale = meter.Levels.FullScale(blocks);
        var hiddenStep = HiddenRounding.Step(meter.Moments, window);
        var repeated = meter.Repeats.Bandwidth(spoken); // which mirrors the low bands upwards, and is flat between its steps
        var music = Thresholds.Music.Judge(MusicMeter.Level(track, window));
        Check[] checks =
        [
            Thresholds.Seconds(options.MinSeconds).Judge(seconds),
            Thresholds.SpeechSeconds(options.MinSpeechSeconds).Judge(speechSeconds),
            Thresholds.SpeechShare.Judge(speechSeconds / window.Seconds),
            Thresholds.LongestPause.Judge(LongestPause(speech)),
            JudgeNoise(NoiseMeter.SignalToNoise(track, meter.Moments, meter.Spectrum, window), music),
            JudgeLoudness((meter.Loudness.Integrated(blocks) ?? LoudnessMeter.AbsoluteGate) - Decibels.OfMagnitude(fullScale)),
            Thresholds.Peak.Judge(ToDecibels(peak / fullScale)),
            Thresholds.ClippedShare.Judge(meter.Levels.ClippedShare(blocks)),
            Thresholds.DcOffset.Judge(meter.Levels.DcOffset(blocks) / fullScale),
            Thresholds.FlatTops.Judge(repeated is null ? meter.FlatTops.Share(spoken) : null),
            Thresholds.Bandwidth.Judge(repeated ?? meter.Spectrum.Bandwidth(spoken, all.Where(block => track.IsPauseAt(Middle(block))))),
            Thresholds.StereoCancellation.Judge(meter.Levels.CancellationDb(blocks)),
            Thresholds.Hum.Judge(HumMeter.Level(track, window)),
            music,
            Thresholds.Reverberation.Judge(ReverberationMeter.Seconds(track, window)),
            Thresholds.Clicks.Judge(ClickMeter.PerSecond(meter.Moments, window, hiddenStep) + meter.Levels.Wraps(blocks) / window.Seconds),
            Thresholds.Dropouts.Judge(DropoutMeter.PerSecond(meter.Moments, window, hiddenStep)),
        ];
        return Verdict.Of(checks);
    }

    /// <summary>Music counts as noise, but no quieter room helps against it.</summary>
    private static Check JudgeNoise(double? ratio, Check music) =>
        Thresholds.SignalToNoise.Judge(ratio) is var noise && noise.Advice is not null && music.Advice is not null
            ? noise with
            {
                Advice = music.Advice,
                Values = new Dictionary<string, Measured>(noise.Values!, StringComparer.Ordinal)
                {
                    [CheckReasons.Key] = CheckReasons.Music,
                },
            }
            : noise;

    /// <summary>The one row that has limits on both sides.</summary>
    private static Check JudgeLoudness(double loudness)
    {
        var (floor, ceiling) = (Thresholds.LoudnessFloor.Judge(loudness), Thresholds.LoudnessCeiling.Judge(loudness));
        var worse = ceiling.Outcome > floor.Outcome ? ceiling : floor;
        return worse with
        {
            Values = new Dictionary<string, Measured>(worse.Values!, StringComparer.Ordinal)
            {
                ["good"] = Thresholds.LoudnessFloor.Good,
                ["usable"] = Thresholds.LoudnessFloor.Usable,
                ["maxGood"] = Thresholds.LoudnessCeiling.Good,
                ["maxUsable"] = Thresholds.LoudnessCeiling.Usable,
            },
        };
    }

    /// <summary>The longest silence between two stretches of speech; silence at the ends disturbs no one.</summary>
    private static double LongestPause(IReadOnlyList<SpeechSpan> speech) =>
        speech.Zip(speech.Skip(1), (before, after) => after.StartSeconds - before.EndSeconds).DefaultIfEmpty().Max();

    private static double Middle(int block) => (block + 0.5) / Blocks.PerSecond;

    private static double? ToDecibels(float magnitude) => magnitude > 0 ? Decibels.OfMagnitude(magnitude) : null;
}
