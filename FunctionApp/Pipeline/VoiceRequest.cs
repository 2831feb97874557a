using Azure;
using VoicePrep.Contracts;

namespace VoicePrep.Pipeline;

/// <summary>The input of the orchestration: one version of one clip.</summary>
/// <param name="Id">The voice's ID, which is the orchestration's instance ID.</param>
/// <param name="Etag">ETag of the clip, without quotes.</param>
/// <param name="Language">What the starter or the clip's metadata say, the latter unchecked; null takes the configured one.</param>
/// <param name="Uploaded">When this version was stored.</param>
/// <param name="Consent">What the starter or the clip's metadata say of the speaker's consent, unchecked.</param>
public sealed record VoiceRequest(string Id, string ClipName, string Etag, string? Language, DateTimeOffset Uploaded, ConsentClaim? Consent = null)
{
    public static VoiceRequest For(string clipName, ETag etag, string? language, DateTimeOffset uploaded, ConsentClaim? consent = null) =>
        new(VoiceId.For(clipName, etag.ToString()), clipName, VoiceId.Plain(etag.ToString()), language, uploaded, consent);
}
