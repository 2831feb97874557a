namespace VoicePrep.Audio.Activity;

/// <summary>
/// Turns the probabilities of frames into stretches of speech, by the rules of Silero's own <c>get_speech_timestamps</c>: speech
/// begins above one threshold and ends below a lower one, if it stays there; very short speech is dropped. The thresholds are higher
/// than Silero's, and all times are a frame earlier, which halves the frames that are wrong in noise (bench/audio.md).
/// </summary>
internal static class SpeechSegmenter
{
    private const float Enter = 0.7f;
    private const float Leave = 0.5f;
    private const double MinSilenceSeconds = 0.1;
    private const double MinSpeechSeconds = 0.1; // OpenVoice's; Silero's default of 0.25 loses short words
    private const double LagSeconds = VoiceActivity.FrameSeconds; // the model answers that late

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
            Close(spans, start.Value, silence ?? seconds + LagSeconds);
        return spans;
    }

    private static void Close(List<SpeechSpan> spans, double start, double end)
    {
        if (end - start >= MinSpeechSeconds)
            spans.Add(new(Math.Max(0, start - LagSeconds), end - LagSeconds));
    }
}
