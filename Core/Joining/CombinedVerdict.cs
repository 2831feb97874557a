using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Joining;

/// <summary>The verdict of a voice of several recordings.</summary>
internal static class CombinedVerdict
{
    /// <summary>
    /// Each row is that of the recording which is worst in it; but <c>seconds</c> and <c>speech_seconds</c> are the sums, and
    /// <c>one_speaker</c> compares the recordings with each other too.
    /// </summary>
    /// <param name="similarity">Cosine between the two groups that the recordings fall into; null where there is one recording.</param>
    public static Verdict Of(IReadOnlyList<Verdict> verdicts, double? similarity, ClipOptions limits)
    {
        var totals = new[] { Thresholds.Seconds(limits.MinSeconds), Thresholds.SpeechSeconds(limits.MinSpeechSeconds) }
            .Select(threshold =>
                threshold.Judge(verdicts.Sum(verdict => verdict.Checks.FirstOrDefault(check => check.Name == threshold.Name)?.Value ?? 0)))
            .ToDictionary(check => check.Name, StringComparer.Ordinal);
        var rows = verdicts.SelectMany(verdict => verdict.Checks);
        if (similarity is not null)
            rows = rows.Append(OneSpeaker.Check(similarity));
        return Verdict.Of(
            [
                .. rows.GroupBy(check => check.Name, StringComparer.Ordinal)
                    .Select(row => totals.GetValueOrDefault(row.Key) ?? row.MaxBy(check => (check.Outcome, Badness(check)))!),
            ]);
    }

    /// <summary>Within one outcome: how far the value is on the wrong side of its threshold, or how near to it on the right one.</summary>
    private static double Badness(Check check) => check is { Value: { } value, Threshold: { } threshold }
        ? Math.Abs(value - threshold) * (check.Outcome == Grade.Good ? -1 : 1)
        : double.NegativeInfinity;
}
