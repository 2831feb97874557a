using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Voice;

namespace VoicePrep.Joining;

/// <summary>The outcome of joining several recordings: a voice made of those that can be used, or a rejection.</summary>
/// <param name="Recordings">All of them, in the order in which they were given.</param>
public abstract record JoinedVoice(IReadOnlyList<VoiceRecording> Recordings)
{
    /// <param name="Reference">The recording with the best window.</param>
    public sealed record Accepted(
        IReadOnlyList<VoiceRecording> Recordings,
        PreparedRecording.Accepted Reference,
        JoinedEmbedding Embedding,
        VoiceConsistency? Consistency,
        Verdict Verdict) : JoinedVoice(Recordings);

    public sealed record Rejected(IReadOnlyList<VoiceRecording> Recordings, Rejection Rejection) : JoinedVoice(Recordings);
}
