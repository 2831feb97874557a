using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Voice;

namespace VoicePrep.Joining;

/// <summary>The outcome for one recording of a voice: a profile with its embedding, or a rejection.</summary>
public abstract record PreparedRecording(string Id)
{
    /// <param name="Values">[256]</param>
    public sealed record Accepted(string Id, VoiceProfile Profile, float[] Values) : PreparedRecording(Id)
    {
        /// <summary>
        /// The embedding with its weight. Profiles of schema version 1 do not state the number of pieces; it is then derived from the
        /// window's length, which ignores pauses over a second, of which a window has few.
        /// </summary>
        internal JoinedEmbedding Embedding => new(Values, Profile.Embedding.Pieces ?? SpeechPieces.Count(Profile.Clip.Window.Seconds));
    }

    public sealed record Rejected(string Id, ClipSource Source, Rejection Rejection) : PreparedRecording(Id);
}
