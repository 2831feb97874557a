using VoicePrep.Audio.Verdicts;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Contracts;

/// <summary>One recording of a voice that is made of several.</summary>
/// <param name="Id">It is a voice of its own too: this ID tells all of it, and erased by this ID it is taken out of every voice that it is
/// in.</param>
/// <param name="Part">Its part in the embedding, 0 to 1: 0 where it was rejected or left out.</param>
/// <param name="Similarity">Cosine of its embedding and that of all the others that are used; null where there is none to compare.</param>
/// <param name="Rejection">Why it is not used; null where it is.</param>
public sealed record VoiceRecording(
    string Id,
    ClipSource Source,
    double Part,
    double? Similarity,
    ClipSummary? Clip,
    Verdict? Verdict,
    Transcript? Transcript,
    Rejection? Rejection);
