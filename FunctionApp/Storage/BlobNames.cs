namespace VoicePrep.Storage;

/// <summary>Where everything is: containers and the names of blobs in them.</summary>
public static class BlobNames
{
    /// <summary>Container of the uploaded clips.</summary>
    public const string Clips = "clips";

    /// <summary>Container of what is made while a voice is prepared; emptied when it is done.</summary>
    public const string Work = "work";

    /// <summary>Container of the results.</summary>
    public const string Voices = "voices";

    public const string Trimmed = "trimmed.wav";
    public const string Speech = "asr.wav";
    public const string Consent = "consent.wav";

    /// <summary>Where a voice that was, or is being, erased leaves its ID, in the container of the results.</summary>
    public static string Erased(string voiceId) => $"erased/{voiceId}";

    /// <summary>Tells, in the container of the results, that a voice has the recording of consent that came with its clip.</summary>
    public static string ClaimOf(string consentName) => $"consents/{ClipName.FreshFolder(consentName)[..^1]}";

    /// <summary>Name of a voice's file inside its container.</summary>
    public static string For(string voiceId, string file) => $"{voiceId}/{file}";
}
