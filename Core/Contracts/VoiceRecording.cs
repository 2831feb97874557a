using VoicePrep.Audio.Verdicts;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Contracts;

/// <summary>One recording of a voice that is made of several.</summary>
/// <param name="Id">It is also a voice of its own, with this ID; erasing that voice removes the recording from every voice that contains
/// it.</param>
/// <param name="Part">Its share of the embedding, 0 to 1; 0 if it was rejected or left out.</param>
/// <param name="Similarity">Cosine between its embedding and that of all other used recordings together; null if there are none.</param>
/// <param name="Rejection">Why it is not used; null if it is.</param>
public sealed record VoiceRecording(
    string Id,
    ClipSource Source,
    double Part,
    double? Similarity,
    ClipSummary? Clip,
    Verdict? Verdict,
    Transcript? Transcript,
    Rejection? Rejection);
