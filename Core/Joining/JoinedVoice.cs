using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;

namespace VoicePrep.Joining;

/// <summary>What became of several recordings: a voice, or a rejection.</summary>
/// <param name="Recordings">All of them, in the order in which they were given.</param>
/// <param name="Voice">Null where too little can be used.</param>
/// <param name="Rejection">Null where there is a voice.</param>
public sealed record JoinedVoice(IReadOnlyList<VoiceRecording> Recordings, UsableVoice? Voice, Rejection? Rejection);

/// <summary>A voice of those recordings that can be used.</summary>
/// <param name="Reference">The recording with the best window.</param>
public sealed record UsableVoice(
    PreparedRecording.Accepted Reference, JoinedEmbedding Embedding, Voice.VoiceConsistency? Consistency, Verdict Verdict);
