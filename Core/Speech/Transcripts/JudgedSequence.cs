using VoicePrep.Speech.Decoding;

namespace VoicePrep.Speech.Transcripts;

/// <summary>A decoded sequence as segments, with the guards' reasons against it.</summary>
/// <param name="Text">The segments' text.</param>
/// <param name="Reasons">Codes of <see cref="GuardReasons"/>, its own and its segments'.</param>
internal sealed record JudgedSequence(
    DecodedSequence Sequence, IReadOnlyList<TranscriptSegment> Segments, string Text, IReadOnlyList<string> Reasons);
