using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Measures;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Window;

/// <summary>Chooses the part of a long clip that is used.</summary>
internal static class WindowSearch
{
    /// <summary>How much of a pause is kept before and after the speech, if the pause is that long. Seconds.</summary>
    private const double EdgeSeconds = 0.25;

    /// <summary>The least distance of a cut from speech: half of the shortest pause between two stretches of speech. Seconds.</summary>
    private const double ClearSeconds = 0.05;

    /// <summary>How many positions are tried when a window is too short and is widened; it is cut at the quietest.</summary>
    private const int WidenChoices = 9;

    /// <summary>
    /// Of all windows that begin and end in pauses and are no longer than allowed, the one with the most seconds of clean speech; of equal
    /// ones the earliest. A clip that is short enough is used whole.
    /// </summary>
    /// <param name="minSeconds">A shorter window is widened by the silence around it.</param>
    /// <param name="maxSeconds">The longest that a window may be.</param>
    /// <param name="seconds">Length of what was searched.</param>
    public static ClipWindow Choose(
        SpeechTrack track, CleanSpeech clean, WindowChoice choice, double minSeconds, double maxSeconds, double seconds)
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
            var start = StartBefore(track, phrases, from);
            to = Math.Max(to, from);
            while (to + 1 < phrases.Count && EndAfter(track, phrases, to + 1, seconds) - start <= maxSeconds)
                to++;
            var end = Math.Min(EndAfter(track, phrases, to, seconds), start + maxSeconds);
            if (clean.Score(start, end) is var score && score > best.Score)
                best = (start, end, score);
        }

        var (windowStart, windowEnd) = Widen(track, best.Start, best.End, minSeconds, seconds);
        return new(windowStart, windowEnd - windowStart, best.Score, scoreOfFirst);
    }

    /// <summary>The quietest moment of the pause before, which may contain a breath or speech that voice activity missed.</summary>
    private static double StartBefore(SpeechTrack track, List<SpeechSpan> phrases, int index)
    {
        var previousEnd = index == 0 ? 0 : phrases[index - 1].EndSeconds;
        var (pause, start) = (phrases[index].StartSeconds - previousEnd, phrases[index].StartSeconds);
        return Quietest(
            track,
            Math.Max(start - EdgeSeconds, previousEnd + Math.Min(ClearSeconds, pause / 2)),
            start - Math.Min(ClearSeconds, pause / 2));
    }

    private static double EndAfter(SpeechTrack track, List<SpeechSpan> phrases, int index, double seconds)
    {
        var nextStart = index == phrases.Count - 1 ? seconds : phrases[index + 1].StartSeconds;
        var (pause, end) = (nextStart - phrases[index].EndSeconds, phrases[index].EndSeconds);
        return Quietest(
            track, end + Math.Min(ClearSeconds, pause / 2), Math.Min(end + EdgeSeconds, nextStart - Math.Min(ClearSeconds, pause / 2)));
    }

    /// <summary>Widens the window around a little speech in a long clip until it is as long as a clip must be.</summary>
    private static (double Start, double End) Widen(SpeechTrack track, double start, double end, double minSeconds, double seconds)
    {
        var missing = minSeconds - (end - start);
        if (missing <= 0)
            return (start, end);
        var starts = Enumerable.Range(0, WidenChoices)
            .Select(i => Math.Clamp(start - missing * i / (WidenChoices - 1), 0, seconds - minSeconds));
        var widened = starts.MinBy(at => Level(track, at) + Level(track, at + minSeconds));
        return (widened, widened + minSeconds);
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
                // The cut is in the second half, so that no phrase is tiny.
                var cut = Quietest(track, start + longest / 2, start + longest);
                phrases.Add(new(start, cut));
                start = cut;
            }

            phrases.Add(new(start, span.EndSeconds));
        }

        return phrases;
    }

    /// <summary>The middle of the quietest frame between two times; where they are closer than a frame, half way.</summary>
    private static double Quietest(SpeechTrack track, double fromSeconds, double toSeconds)
    {
        var from = (int)Math.Ceiling(fromSeconds / VoiceActivity.FrameSeconds - 0.5);
        var to = (int)Math.Floor(toSeconds / VoiceActivity.FrameSeconds + 0.5);
        return from >= to
            ? (fromSeconds + toSeconds) / 2
            : Math.Clamp(
                (Enumerable.Range(from, to - from).MinBy(frame => Level(track, frame)) + 0.5) * VoiceActivity.FrameSeconds,
                fromSeconds,
                toSeconds);
    }

    private static double Level(SpeechTrack track, double seconds) => Level(track, (int)(seconds / VoiceActivity.FrameSeconds));

    /// <summary>The energy of a frame and of those beside it, 0.1 s; of none beyond the ends.</summary>
    private static double Level(SpeechTrack track, int frame) =>
        Enumerable.Range(frame - 1, 3).Where(near => near >= 0 && near < track.Energies.Length).Sum(near => track.Energies[near]);
}
