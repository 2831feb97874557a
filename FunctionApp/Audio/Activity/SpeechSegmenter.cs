namespace VoicePrep.Audio.Activity;

/// <summary>
/// Turns the probabilities of frames into stretches of speech, by the rules of Silero's own <c>get_speech_timestamps</c>: speech
/// begins above one threshold and ends below a lower one, if it stays there; very short speech is dropped; the rest is widened a little.
/// </summary>
internal static class SpeechSegmenter
{
    private const float Enter = 0.5f;
    private const float Leave = 0.35f;
    private const double MinSilenceSeconds = 0.1;
    private const double MinSpeechSeconds = 0.1; // OpenVoice's; Silero's default of 0.25 loses short words
    private const double PadSeconds = 0.03;

    /// <param name="seconds">Length of the audio.</param>
    public static IReadOnlyList<SpeechSpan> Segment(ReadOnlySpan<float> probabilities, double seconds)
    {
        var spans = new List<SpeechSpan>();
        double? start = null, silence = null;
        for (var frame = 0; frame < probabilities.Length; frame++)
        {
            var now = frame * VoiceActivity.FrameSeconds;
            if (probabilities[frame] >= Enter)
            {
                start ??= now;
                silence = null;
            }
            else if (start is not null && probabilities[frame] < Leave)
            {
                silence ??= now;
                if (now + VoiceActivity.FrameSeconds - silence < MinSilenceSeconds)
                    continue;
                Close(spans, start.Value, silence.Value);
                (start, silence) = (null, null);
            }
        }

        if (start is not null)
            Close(spans, start.Value, silence ?? seconds);
        return Pad(spans, seconds);
    }

    private static void Close(List<SpeechSpan> spans, double start, double end)
    {
        if (end - start >= MinSpeechSeconds)
            spans.Add(new(start, end));
    }

    private static List<SpeechSpan> Pad(List<SpeechSpan> spans, double seconds)
    {
        var padded = new List<SpeechSpan>(spans.Count);
        for (var i = 0; i < spans.Count; i++)
        {
            // Two that are close share the pause between them.
            var before = i == 0 ? spans[i].StartSeconds : (spans[i].StartSeconds - spans[i - 1].EndSeconds) / 2;
            var after = i == spans.Count - 1 ? seconds - spans[i].EndSeconds : (spans[i + 1].StartSeconds - spans[i].EndSeconds) / 2;
            padded.Add(new(spans[i].StartSeconds - Math.Min(PadSeconds, before), spans[i].EndSeconds + Math.Clamp(after, 0, PadSeconds)));
        }

        return padded;
    }
}
