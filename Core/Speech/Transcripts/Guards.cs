using VoicePrep.Speech.Decoding;

namespace VoicePrep.Speech.Transcripts;

/// <summary>
/// Distinguishes what was said from what the model invented. The thresholds are openai/whisper's and whisper.cpp's where those have one.
/// Probability, repetition and speed are judged for each segment and for the whole. The probabilities of no speech and of the language are
/// judged only for the whole window, as in the reference, because the model gives one of each per window.
/// </summary>
internal static class Guards
{
    private const double MinMeanLogProbability = -1;
    private const double MaxNoSpeechProbability = 0.6;
    private const double MinEntropy = 2.4;
    private const double MaxCompressionRatio = 2.4;
    private const double MinLanguageProbability = 0.5;
    private const double MaxUntranscribedSeconds = 3;

    /// <summary>The reference's threshold is for all tokens of a window; the mean over fewer than this is too random.</summary>
    private const int MinSegmentTokens = 8;

    /// <summary>Whisper's timestamps are accurate to half a second; without this margin short segments would seem too fast.</summary>
    private const double TimestampSlackSeconds = 1;

    /// <summary>The reasons against a segment, by its own text, tokens and duration.</summary>
    /// <param name="seconds">Between its timestamps.</param>
    /// <param name="tokens">How many text tokens it has.</param>
    public static IReadOnlyList<string> OfSegment(string text, double seconds, int tokens, double meanLogProbability) => Reasons(
        tokens >= MinSegmentTokens && meanLogProbability < MinMeanLogProbability,
        Repeats(text),
        SpeechRate.IsImpossible(text, seconds + TimestampSlackSeconds));

    /// <summary>The decoding with the reasons against it and its segments.</summary>
    /// <param name="seconds">Length of the decoded audio.</param>
    public static JudgedSequence Check(DecodedSequence sequence, IReadOnlyList<TranscriptSegment> segments, double seconds)
    {
        var text = string.Join(' ', segments.Select(segment => segment.Text));
        var reasons = Reasons(
            sequence.MeanLogProbability < MinMeanLogProbability,
            !sequence.Completed || sequence.Entropy is < MinEntropy || Repeats(text),
            SpeechRate.IsImpossible(text, seconds));
        return new(sequence, segments, text, [.. reasons.Union(segments.SelectMany(segment => segment.Reasons))]);
    }

    /// <summary>
    /// Whether a decoding is accepted, rather than repeated at a higher temperature. As in the reference, low probability alone is no
    /// reason to repeat if there is no speech.
    /// </summary>
    public static bool Accept(JudgedSequence decoding, float noSpeechProbability) =>
        decoding.Reasons.Count == 0 || (noSpeechProbability >= MaxNoSpeechProbability && !IsInvented(decoding));

    /// <summary>Whether <paramref name="candidate"/> is the better of two decodings that were not accepted.</summary>
    public static bool IsBetter(JudgedSequence candidate, JudgedSequence best) => Rank(candidate).CompareTo(Rank(best)) > 0;

    /// <summary>The transcript of a clip without speech.</summary>
    public static Transcript Nothing(string language, double languageProbability) =>
        new("", language, Math.Round(languageProbability, 4), Reliable: false, [GuardReasons.NoSpeech], []);

    /// <summary>The transcript with its verdict; empty if the model itself reports no speech.</summary>
    /// <param name="speechEndSeconds">Where the speech ends in the clip; null if unknown.</param>
    public static Transcript Judge(
        JudgedSequence decoding, string language, double languageProbability, float noSpeechProbability, double? speechEndSeconds)
    {
        var segments = decoding.Segments;
        var silent = noSpeechProbability > MaxNoSpeechProbability && decoding.Sequence.MeanLogProbability < MinMeanLogProbability;
        if (silent || segments.Count == 0)
            return Nothing(language, languageProbability);

        List<string> reasons = [.. decoding.Reasons];
        if (languageProbability < MinLanguageProbability)
            reasons.Add(GuardReasons.UncertainLanguage);
        if (speechEndSeconds - segments[^1].EndSeconds > MaxUntranscribedSeconds)
            reasons.Add(GuardReasons.SpeechNotTranscribed);
        return new(decoding.Text, language, Math.Round(languageProbability, 4), reasons.Count == 0, reasons, segments);
    }

    private static bool Repeats(string text) => CompressionRatio.Of(text) > MaxCompressionRatio || RepeatedWords.In(text);

    private static bool IsInvented(JudgedSequence decoding) => decoding.Reasons.Any(reason => reason != GuardReasons.LowProbability);

    private static (bool Heard, double LogProbability) Rank(JudgedSequence decoding) =>
        (!IsInvented(decoding), decoding.Sequence.MeanLogProbability);

    private static IReadOnlyList<string> Reasons(bool lowProbability, bool repetition, bool tooManyWords)
    {
        List<string> reasons = [];
        if (lowProbability)
            reasons.Add(GuardReasons.LowProbability);
        if (repetition)
            reasons.Add(GuardReasons.Repetition);
        if (tooManyWords)
            reasons.Add(GuardReasons.TooManyWords);
        return reasons;
    }
}
