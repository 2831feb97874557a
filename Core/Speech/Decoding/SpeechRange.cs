using VoicePrep.Signal;

namespace VoicePrep.Speech.Decoding;

/// <summary>The part of a clip that Whisper is given, from the first speech to the last, because it invents words in silence.</summary>
/// <param name="Start">First sample.</param>
/// <param name="Length">Samples; 0 where there is no speech.</param>
internal readonly record struct SpeechRange(int Start, int Length)
{
    /// <summary>Kept before the first and after the last speech, where a detector tends to cut off soft consonants.</summary>
    private const double MarginSeconds = 0.4;

    public double StartSeconds => Start / (double)SampleRates.Speech;

    public double Seconds => Length / (double)SampleRates.Speech;

    /// <param name="sampleCount">Length of the clip.</param>
    /// <param name="speech">Where the speech is; null if unknown, in which case the whole clip is used.</param>
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

    private static int SampleAt(double seconds, int sampleCount) => (int)Math.Clamp(seconds * SampleRates.Speech, 0, sampleCount);
}
