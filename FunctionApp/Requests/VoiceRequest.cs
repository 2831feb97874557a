using Azure;
using VoicePrep.Contracts;

namespace VoicePrep.Requests;

/// <summary>The input of the orchestration: one version of one clip, or of a voice of several recordings.</summary>
/// <param name="Id">The voice's ID, which is the orchestration's instance ID.</param>
/// <param name="ClipName">Name of the clip; that of the voice, for one of several recordings.</param>
/// <param name="Etag">ETag of the clip, without quotes; empty for a voice of several recordings.</param>
/// <param name="Language">The language given by the caller or, unchecked, by the clip's metadata; null for the configured one.</param>
/// <param name="Uploaded">When this version was stored.</param>
/// <param name="Consent">The speaker's consent as stated by the caller or the clip's metadata, unchecked.</param>
/// <param name="Recordings">The requests for the recordings of a voice of several; null for a clip.</param>
/// <param name="Version">Counts the versions of a voice of several recordings.</param>
/// <param name="IsPart">True for a clip that was uploaded for a voice of several recordings: it is not listed, and is erased with the last
/// voice that has it.</param>
public sealed record VoiceRequest(
    string Id,
    string ClipName,
    string Etag,
    string? Language,
    DateTimeOffset Uploaded,
    ConsentClaim? Consent = null,
    IReadOnlyList<VoiceRequest>? Recordings = null,
    int Version = 1,
    bool IsPart = false)
{
    /// <summary>Metadata of a blob that is part of an upload: one of several recordings of a voice, or a recording of consent.</summary>
    public const string PartMetadata = "part";

    public static VoiceRequest For(string clipName, ETag etag, string? language, DateTimeOffset uploaded, ConsentClaim? consent = null) =>
        new(VoiceId.For(clipName, etag.ToString()), clipName, VoiceId.Plain(etag.ToString()), language, uploaded, consent);

    /// <summary>For one voice of several recordings.</summary>
    public static VoiceRequest Of(string name, int version, IReadOnlyList<VoiceRequest> recordings, DateTimeOffset asked) =>
        new(
            VoiceId.ForRecordings(name, version, recordings.Select(recording => recording.Id)),
            name,
            "",
            Language: null,
            asked,
            Consent: null,
            recordings,
            version);
}
