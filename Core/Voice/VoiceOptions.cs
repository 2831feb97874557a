namespace VoicePrep.Voice;

/// <summary>Which tone-colour encoder computes the embedding, and from which parts. Section <c>Voice</c>.</summary>
public sealed class VoiceOptions
{
    public const string Section = "Voice";

    /// <summary>A name of the catalogue, <c>demo</c>, or the path of a checkpoint.</summary>
    public string Model { get; set; } = "openvoice-v2";

    /// <summary>How the speech is cut into pieces.</summary>
    public VoiceSegments Segments { get; set; } = VoiceSegments.Vad;
}

/// <summary>OpenVoice's two ways to cut the speech.</summary>
public enum VoiceSegments
{
    /// <summary>By voice activity: the embedding does not depend on the Whisper model.</summary>
    Vad,

    /// <summary>By Whisper's segments.</summary>
    Whisper,
}
