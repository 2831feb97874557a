using VoicePrep.Audio.Measures;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Window;

/// <summary>Chooses the part of a long clip that is used.</summary>
internal static class WindowSearch
{
    /// <summary>How much of a pause is kept before and after the speech, where the pause is that long. Seconds.</summary>
    private const double EdgeSeconds = 0.25;

    /// <summary>
    /// Of all windows that begin and end in pauses and are no longer than allowed, the one with the most seconds of clean speech;
    /// of equal ones the earliest. A clip that is short enough is used whole.
    /// </summary>
    /// <param name="minSeconds">A window of less speech gets silence around it.</param>
    /// <param name="maxSeconds">The longest that a window may be.</param>
    /// <param name="seconds">Length of what was searched.</param>
    public static ClipWindow Choose(SpeechTrack track, CleanSpeech clean, WindowChoice choice, double minSeconds, double maxSeconds, double seconds)
    {
        var first = Math.Min(seconds, maxSeconds);
        var scoreOfFirst = clean.Score(0, first);
        // Only speech that has no pause in a whole window is cut, at its quietest moments.
        var phrases = Phrases(track, maxSeconds - 2 * EdgeSeconds);
        if (seconds <= maxSeconds || choice == WindowChoice.First || phrases.Count == 0)
            return new(0, first, scoreOfFirst, scoreOfFirst);

        var best = (Start: 0.0, End: 0.0, Score: -1.0);
        for (int from = 0, to = 0; from < phrases.Count; from++)
        {
            var start = StartBefore(phrases, from);
            to = Math.Max(to, from);
            while (to + 1 < phrases.Count && EndAfter(phrases, to + 1, seconds) - start <= maxSeconds)
                to++;
            var end = Math.Min(EndAfter(phrases, to, seconds), start + maxSeconds);
            if (clean.Score(start, end) is var score && score > best.Score)
                best = (start, end, score);
        }

        var (windowStart, windowEnd) = Widen(best.Start, best.End, minSeconds, seconds);
        return new(windowStart, windowEnd - windowStart, best.Score, scoreOfFirst);
    }

    private static double StartBefore(List<SpeechSpan> phrases, int index)
    {
        var previousEnd = index == 0 ? 0 : phrases[index - 1].EndSeconds;
        return Math.Max(phrases[index].StartSeconds - EdgeSeconds, (previousEnd + phrases[index].StartSeconds) / 2);
    }

    private static double EndAfter(List<SpeechSpan> phrases, int index, double seconds)
    {
        var nextStart = index == phrases.Count - 1 ? seconds : phrases[index + 1].StartSeconds;
        return Math.Min(phrases[index].EndSeconds + EdgeSeconds, (phrases[index].EndSeconds + nextStart) / 2);
    }

    /// <summary>A little speech in a long clip gets silence around it until the window is as long as a clip must be.</summary>
    private static (double Start, double End) Widen(double start, double end, double minSeconds, double seconds)
    {
        end = Math.Min(seconds, Math.Max(end, start + minSeconds));
        return (Math.Max(0, Math.Min(start, end - minSeconds)), end);
    }

    /// <summary>The stretches of speech, long ones cut at their quietest moments.</summary>
    private static List<SpeechSpan> Phrases(SpeechTrack track, double longest)
    {
        var phrases = new List<SpeechSpan>();
        foreach (var span in track.Spans)
        {
            var start = span.StartSeconds;
            while (span.EndSeconds - start > longest)
            {
                // The cut is in the second half, so that no phrase is a crumb.
                var cut = Quietest(track, start + longest / 2, start + longest);
                phrases.Add(new(start, cut));
                start = cut;
            }

            phrases.Add(new(start, span.EndSeconds));
        }

        return phrases;
    }

    private static double Quietest(SpeechTrack track, double fromSeconds, double toSeconds)
    {
        var from = (int)(fromSeconds / VoiceActivity.FrameSeconds);
        var to = (int)(toSeconds / VoiceActivity.FrameSeconds);
        return (Enumerable.Range(from, to - from).MinBy(frame => track.Energies[frame]) + 0.5) * VoiceActivity.FrameSeconds;
    }
}
