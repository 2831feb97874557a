using VoicePrep.Signal;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Speech.Engine;

/// <summary>
/// Transcribes one clip on one session: one encoder pass, the language from the first logits, greedy decoding, and decodings at higher
/// temperatures if that fails.
/// </summary>
/// <param name="encoderThreads">Returns the threads for the next encoder pass; called before each, because the load changes.</param>
/// <param name="decoderThreads">Returns the threads for the next decoding; the logits depend on their number.</param>
internal sealed class ClipTranscriber(
    WhisperModel model, WhisperSession session, AudioContext audioContext, Func<int> encoderThreads, Func<int> decoderThreads)
{
    private const int PositionsPerSecond = 50;
    private const int SparePositions = 128;

    /// <summary>No speech has more tokens than these: a base, plus a number per second.</summary>
    private const int BaseTokens = 32;
    private const int TokensPerSecond = 16;

    /// <summary>The temperatures of openai/whisper's <c>transcribe</c>.</summary>
    private static readonly float[] Temperatures = [0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f];

    /// <summary>How often the clip was encoded: once, or twice if the guards rejected the result of a reduced context.</summary>
    public int EncoderPasses { get; private set; }

    /// <param name="samples">16 kHz mono.</param>
    /// <param name="speech">Where the speech is; null if unknown.</param>
    /// <param name="language">ISO 639-1, or <c>auto</c>.</param>
    public Transcript Transcribe(
        ReadOnlySpan<float> samples, IReadOnlyList<SpeechSpan>? speech, string language, CancellationToken cancellationToken)
    {
        var fixedLanguage = language == SpokenLanguage.Auto ? (int?)null : LanguageIndex(language);
        var range = SpeechRange.Of(samples.Length, speech);
        var heard = samples.Slice(range.Start, range.Length);
        if (!SoundCheck.CanBeSpeech(heard))
            return Guards.Nothing(language == SpokenLanguage.Auto ? "" : language, language == SpokenLanguage.Auto ? 0 : 1);

        var clipSeconds = samples.Length / (double)SampleRates.Speech;
        var context = audioContext == AudioContext.Adaptive ? ContextOf(heard.Length) : model.AudioContext;
        var transcript = Hear(heard, context, range, clipSeconds, speech is not null, fixedLanguage, cancellationToken);
        return transcript.Reliable || context == model.AudioContext
            ? transcript
            : Hear(heard, model.AudioContext, range, clipSeconds, speech is not null, fixedLanguage, cancellationToken);
    }

    private Transcript Hear(
        ReadOnlySpan<float> heard,
        int context,
        SpeechRange range,
        double clipSeconds,
        bool speechIsKnown,
        int? fixedLanguage,
        CancellationToken cancellationToken)
    {
        session.Encode(heard, context, encoderThreads(), cancellationToken);
        EncoderPasses++;
        var (languages, noSpeech) = session.Detect(decoderThreads());
        var language = fixedLanguage ?? Array.IndexOf(languages, languages.Max());

        var decoding = DecodeWithFallback(language, range, clipSeconds, noSpeech, cancellationToken);
        return Guards.Judge(
            decoding,
            model.Languages[language],
            fixedLanguage is null ? languages[language] : 1,
            noSpeech,
            speechIsKnown ? range.StartSeconds + range.Seconds : null);
    }

    /// <summary>
    /// The first decoding that the guards accept, or else the best. Each temperature above 0 is sampled once. openai/whisper draws five
    /// samples in one batch and keeps the likeliest; drawn one after the other they would take five times as long, on a clip that is
    /// probably lost anyway.
    /// </summary>
    private JudgedSequence DecodeWithFallback(
        int language, SpeechRange range, double clipSeconds, float noSpeech, CancellationToken cancellationToken)
    {
        // A fixed seed: a clip that is transcribed again gives the same words.
        var random = new Random(0);
        var maxTokens = Math.Min(model.TextContext - 4, BaseTokens + (int)(range.Seconds * TokensPerSecond));
        JudgedSequence? best = null;
        foreach (var temperature in Temperatures)
        {
            var sequence = session.Decode(language, temperature, maxTokens, decoderThreads(), random, cancellationToken);
            var decoding = Guards.Check(sequence, SegmentBuilder.Build(model, sequence, range.StartSeconds, clipSeconds), range.Seconds);
            if (Guards.Accept(decoding, noSpeech))
                return decoding;
            if (best is null || Guards.IsBetter(decoding, best))
                best = decoding;
        }
        return best!;
    }

    /// <summary>Encoder positions that cover the clip with a margin. Far fewer than the 30 s of the training can ruin the text.</summary>
    private int ContextOf(int samples)
    {
        var positions = (samples * PositionsPerSecond / SampleRates.Speech) + SparePositions;
        return Math.Min(
            model.AudioContext,
            (positions + WhisperSession.PositionMultiple - 1) / WhisperSession.PositionMultiple * WhisperSession.PositionMultiple);
    }

    private int LanguageIndex(string language)
    {
        for (var i = 0; i < model.Languages.Count; i++)
        {
            if (string.Equals(model.Languages[i], language, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        throw new ArgumentException(
            $"The model does not know the language '{language}'. It knows: {string.Join(", ", model.Languages)}.", nameof(language));
    }
}
