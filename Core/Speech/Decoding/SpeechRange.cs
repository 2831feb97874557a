using VoicePrep.Signal;

namespace VoicePrep.Speech.Decoding;

/// <summary>The part of a clip that Whisper hears, from the first speech to the last: in silence it invents words.</summary>
/// <param name="Start">First sample.</param>
/// <param name="Length">Samples; 0 where there is no speech.</param>
internal readonly record struct SpeechRange(int Start, int Length)
{
    public const int SampleRate = 16_000;

    /// <summary>Kept before the first and after the last speech, where a detector is apt to cut a soft consonant.</summary>
    private const double MarginSeconds = 0.4;

    public double StartSeconds => Start / (double)SampleRate;

    public double Seconds => Length / (double)SampleRate;

    /// <param name="sampleCount">Length of the clip.</param>
    /// <param name="speech">Where the speech is; null where nobody looked, and then all of the clip is heard.</param>
    public static SpeechRange Of(int sampleCount, IReadOnlyList<SpeechSpan>? speech)
    {
        if (speech is null)
            return new(0, sampleCount);
        if (speech.Count == 0)
            return default;
        var start = SampleAt(speech.Min(span => span.StartSeconds) - MarginSeconds, sampleCount);
        var end = SampleAt(speech.Max(span => span.EndSeconds) + MarginSeconds, sampleCount);
        return new(start, Math.Max(0, end - start));
    }

    private static int SampleAt(double seconds, int sampleCount) => (int)Math.Clamp(seconds * SampleRate, 0, sampleCount);
}
