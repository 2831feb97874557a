namespace VoicePrep.Storage;

/// <summary>The containers, and the names of the blobs in them.</summary>
public static class BlobNames
{
    /// <summary>Container of the uploaded clips.</summary>
    public const string Clips = "clips";

    /// <summary>Container of intermediate files; emptied when a voice is done.</summary>
    public const string Work = "work";

    /// <summary>Container of the results.</summary>
    public const string Voices = "voices";

    public const string Trimmed = "trimmed.wav";
    public const string Speech = "asr.wav";
    public const string Consent = "consent.wav";

    /// <summary>The blob, in the container of the results, that marks a voice as erased or being erased.</summary>
    public static string Erased(string voiceId) => $"erased/{voiceId}";

    /// <summary>The blob, in the container of the results, that marks an uploaded recording of consent as a voice's.</summary>
    public static string ClaimOf(string consentName) => $"consents/{ClipName.FreshFolder(consentName)[..^1]}";

    /// <summary>Name of a voice's file inside its container.</summary>
    public static string For(string voiceId, string file) => $"{voiceId}/{file}";
}
