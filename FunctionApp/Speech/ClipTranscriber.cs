using VoicePrep.Audio;

namespace VoicePrep.Speech;

/// <summary>Transcribes one clip on one session: one encoder pass, the language from its first logits, greedy decoding, and warmer decodings where that one fails.</summary>
/// <param name="threads">Threads of the next native call; asked before each, because the load changes.</param>
internal sealed class ClipTranscriber(WhisperModel model, WhisperSession session, Func<int> threads)
{
    private const string AutoLanguage = "auto";

    /// <summary>The reference's temperatures of openai/whisper's <c>transcribe</c>.</summary>
    private static readonly float[] Temperatures = [0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f];

    /// <param name="samples">16 kHz mono.</param>
    /// <param name="speech">Where the speech is; null where nobody looked.</param>
    /// <param name="language">ISO 639-1, or <c>auto</c>.</param>
    public Transcript Transcribe(ReadOnlySpan<float> samples, IReadOnlyList<SpeechSpan>? speech, string language, CancellationToken cancellationToken)
    {
        var range = SpeechRange.Of(samples.Length, speech);
        if (range.Length == 0 || !SoundCheck.CanBeSpeech(samples.Slice(range.Start, range.Length)))
            return Nothing(language);

        session.Encode(samples.Slice(range.Start, range.Length), threads(), cancellationToken);
        var (languages, noSpeech) = session.Detect(threads());
        var index = language == AutoLanguage ? Array.IndexOf(languages, languages.Max()) : LanguageIndex(language);
        var seconds = range.Length / (double)SpeechRange.SampleRate;

        var best = DecodeWithFallback(index, seconds, noSpeech, cancellationToken);
        var segments = SegmentBuilder.Build(model, best, range.StartSeconds, samples.Length / (double)SpeechRange.SampleRate);
        var probability = language == AutoLanguage ? languages[index] : 1;
        return Guards.Judge(best, segments, model.Languages[index], probability, noSpeech, seconds);
    }

    private DecodedSequence DecodeWithFallback(int language, double seconds, float noSpeech, CancellationToken cancellationToken)
    {
        // A fixed seed: a clip that is transcribed again gives the same words.
        var random = new Random(0);
        var maxTokens = Math.Min(model.TextContext - 4, 32 + (int)(seconds * 16));
        DecodedSequence? best = null;
        foreach (var temperature in Temperatures)
        {
            var sequence = session.Decode(language, temperature, maxTokens, threads(), random, cancellationToken);
            if (best is null || Guards.IsBetter(sequence, best))
                best = sequence;
            if (Guards.Accept(sequence, noSpeech))
                return sequence;
        }
        return best!;
    }

    private int LanguageIndex(string language)
    {
        for (var i = 0; i < model.Languages.Count; i++)
        {
            if (string.Equals(model.Languages[i], language, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        throw new ArgumentException($"The model does not know the language '{language}'. It knows: {string.Join(", ", model.Languages)}.", nameof(language));
    }

    private static Transcript Nothing(string language) => new(
        "",
        language == AutoLanguage ? "" : language,
        language == AutoLanguage ? 0 : 1,
        Reliable: false,
        [GuardReasons.NoSpeech],
        []);
}
