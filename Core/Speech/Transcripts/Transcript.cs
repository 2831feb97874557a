namespace VoicePrep.Speech.Transcripts;

/// <summary>What was said in a clip's window.</summary>
/// <param name="Language">ISO 639-1 code, detected or given.</param>
/// <param name="LanguageProbability">0 to 1; 1 where the language was given.</param>
/// <param name="Reliable">False if a guard still failed after the fallback, for the whole or for a segment; <paramref name="Reasons"/>
/// says which.</param>
public sealed record Transcript(
    string Text,
    string Language,
    double LanguageProbability,
    bool Reliable,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<TranscriptSegment> Segments);

/// <summary>A segment of a transcript, in seconds from the start of the window.</summary>
/// <param name="Probability">Mean probability of its text tokens, 0 to 1.</param>
public sealed record TranscriptSegment(double StartSeconds, double EndSeconds, string Text, double Probability)
{
    /// <summary>Codes of <see cref="GuardReasons"/> for its own words, tokens and duration; empty if nothing is wrong with it.</summary>
    // null is read from profiles that were stored before segments had reasons
    public IReadOnlyList<string> Reasons { get; init => field = value ?? []; } = [];
}
