using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Joining;

/// <summary>The verdict of a voice of several recordings.</summary>
internal static class CombinedVerdict
{
    /// <summary>
    /// Each row is that of the worst recording, except that <c>seconds</c> and <c>speech_seconds</c> are sums, and <c>one_speaker</c> also
    /// compares the recordings with each other.
    /// </summary>
    /// <param name="similarity">Cosine between the two groups that the recordings fall into; null if there is only one recording.</param>
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

    /// <summary>Ranks checks of equal outcome: how far the value is beyond its threshold, or how close to it on the good side.</summary>
    private static double Badness(Check check) => check is { Value: { } value, Threshold: { } threshold }
        ? Math.Abs(value - threshold) * (check.Outcome == Grade.Good ? -1 : 1)
        : double.NegativeInfinity;
}
