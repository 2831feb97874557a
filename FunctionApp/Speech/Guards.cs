using System.IO.Compression;
using System.Text;

namespace VoicePrep.Speech;

/// <summary>Tells what was heard from what was invented. Thresholds are openai/whisper's and whisper.cpp's where they have one.</summary>
internal static class Guards
{
    private const double MinMeanLogProbability = -1;
    private const double MaxNoSpeechProbability = 0.6;
    private const double MinEntropy = 2.4;
    private const double MaxCompressionRatio = 2.4;
    private const double MaxWordsPerSecond = 7;
    private const double MaxCharactersPerSecond = 40;
    private const int MinWordsForRate = 6;
    private const double MinLanguageProbability = 0.5;
    private const double MaxUntranscribedSeconds = 3;

    /// <summary>Whether a decoding stands, or is to be repeated at a higher temperature: the reference's rule.</summary>
    public static bool Accept(DecodedSequence sequence, float noSpeechProbability) =>
        sequence.Completed
        && sequence.Entropy is not < MinEntropy
        && (sequence.MeanLogProbability >= MinMeanLogProbability || noSpeechProbability >= MaxNoSpeechProbability);

    /// <summary>Whether <paramref name="candidate"/> is the better of two decodings neither of which stands.</summary>
    public static bool IsBetter(DecodedSequence candidate, DecodedSequence best) => Rank(candidate).CompareTo(Rank(best)) > 0;

    /// <summary>The transcript of a clip without speech.</summary>
    public static Transcript Nothing(string language, double languageProbability) =>
        new("", language, Math.Round(languageProbability, 4), Reliable: false, [GuardReasons.NoSpeech], []);

    /// <summary>The transcript with its verdict; empty where the model itself says that there is no speech.</summary>
    /// <param name="seconds">Length of what was heard.</param>
    /// <param name="speechEndSeconds">Where the speech ends in the clip; null where nobody looked.</param>
    public static Transcript Judge(
        DecodedSequence sequence,
        IReadOnlyList<TranscriptSegment> segments,
        string language,
        double languageProbability,
        float noSpeechProbability,
        double seconds,
        double? speechEndSeconds)
    {
        var silent = noSpeechProbability > MaxNoSpeechProbability && sequence.MeanLogProbability < MinMeanLogProbability;
        if (silent || segments.Count == 0)
            return Nothing(language, languageProbability);

        var text = string.Join(' ', segments.Select(segment => segment.Text));
        List<string> reasons = [];
        if (sequence.MeanLogProbability < MinMeanLogProbability)
            reasons.Add(GuardReasons.LowProbability);
        if (!sequence.Completed || sequence.Entropy is < MinEntropy || CompressionRatio(text) > MaxCompressionRatio || RepeatedWords.In(text))
            reasons.Add(GuardReasons.Repetition);
        if (IsTooFast(text, seconds))
            reasons.Add(GuardReasons.TooManyWords);
        if (languageProbability < MinLanguageProbability)
            reasons.Add(GuardReasons.UncertainLanguage);
        if (speechEndSeconds - segments[^1].EndSeconds > MaxUntranscribedSeconds)
            reasons.Add(GuardReasons.SpeechNotTranscribed);
        return new(text, language, Math.Round(languageProbability, 4), reasons.Count == 0, reasons, segments);
    }

    private static (bool Completed, double LogProbability) Rank(DecodedSequence sequence) =>
        (sequence.Completed && sequence.Entropy is not < MinEntropy, sequence.MeanLogProbability);

    private static bool IsTooFast(string text, double seconds)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return (words >= MinWordsForRate && words / seconds > MaxWordsPerSecond) || text.Length / seconds > MaxCharactersPerSecond;
    }

    /// <summary>How much smaller zlib makes the text: openai/whisper's measure of repetition.</summary>
    private static double CompressionRatio(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        return bytes.Length / (double)compressed.Length;
    }
}
