using VoicePrep.Signal;

namespace VoicePrep.Audio.Activity;

/// <summary>
/// Turns the probabilities of frames into stretches of speech: probable speech that lasts, bridging pauses that do not. Silero's own
/// <c>get_speech_timestamps</c> ends speech at a lower threshold than it begins; that finds hardly more speech, and takes more of the
/// noise between words for speech (bench/audio.md).
/// </summary>
internal static class SpeechSegmenter
{
    private const float Speech = 0.5f;
    private const double MinSilenceSeconds = 0.1;
    private const double MinSpeechSeconds = 0.1; // OpenVoice's; Silero's default of 0.25 loses short words

    /// <param name="seconds">Length of the audio.</param>
    public static IReadOnlyList<SpeechSpan> Segment(ReadOnlySpan<float> probabilities, double seconds)
    {
        var spans = new List<SpeechSpan>();
        double? start = null, silence = null;
        for (var frame = 0; frame < probabilities.Length; frame++)
        {
            var now = frame * VoiceActivity.FrameSeconds;
            if (probabilities[frame] >= Speech)
            {
                start ??= now;
                silence = null;
            }
            else if (start is not null)
            {
                silence ??= now;
                if (now + VoiceActivity.FrameSeconds - silence < MinSilenceSeconds)
                    continue;
                Add(spans, start.Value, silence.Value);
                (start, silence) = (null, null);
            }
        }

        if (start is not null)
            Add(spans, start.Value, silence ?? seconds);
        return spans;
    }

    private static void Add(List<SpeechSpan> spans, double start, double end)
    {
        if (end - start >= MinSpeechSeconds)
            spans.Add(new(start, end));
    }
}
