using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Voice;

namespace VoicePrep.Joining;

/// <summary>What became of one recording of a voice: it has a profile with its embedding, or it was rejected.</summary>
public abstract record PreparedRecording(string Id)
{
    /// <param name="Values">[256]</param>
    public sealed record Accepted(string Id, VoiceProfile Profile, float[] Values) : PreparedRecording(Id)
    {
        /// <summary>
        /// With its weight. Profiles of schema version 1 do not say it: then it is counted of the window, in which there are few of the
        /// pauses over a second that are no part of a piece.
        /// </summary>
        internal JoinedEmbedding Embedding => new(Values, Profile.Embedding.Pieces ?? SpeechPieces.Count(Profile.Clip.Window.Seconds));
    }

    public sealed record Rejected(string Id, ClipSource Source, Rejection Rejection) : PreparedRecording(Id);
}
