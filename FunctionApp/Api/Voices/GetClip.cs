using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Azure.Functions.Worker;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary>
/// <c>GET /api/voices/ID/clip</c>: the recording that a voice is made of, as it was uploaded, whatever the voice's status; of several
/// recordings the one that gave <c>reference.wav</c>.
/// </summary>
public sealed class GetClip(VoiceStore voices, ClipStore clips)
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    [Function(nameof(GetClip))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices/{id}/clip")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!VoiceId.IsValid(id) || await voices.FindRequestAsync(id, cancellationToken) is not { } asked)
            return ApiProblem.VoiceNotFound(id);

        var (name, etag) = asked.Recordings is null ? (asked.ClipName, asked.Etag)
            : await voices.ReadProfileAsync(id, cancellationToken) is { Source: var source } ? (source.Name, source.Etag)
            : ("", "");
        if (name.Length == 0 || await clips.OpenAsync(name, VoiceId.Plain(etag), cancellationToken) is not { } clip)
        {
            return ApiProblem.Create(
                StatusCodes.Status404NotFound,
                ProblemCodes.ClipNotFound,
                "The clip is gone",
                name.Length == 0
                    ? "Of several recordings none was chosen."
                    : $"The blob '{name}' was deleted, or changed, since the voice was prepared.");
        }

        // It may be anything that was uploaded: a browser may play or save it, and do nothing else with it.
        request.HttpContext.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return FileAnswer.Of(request, clip, ContentTypeOf(name), ClipName.Shown(name), $"\"{VoiceId.Plain(etag)}\"");
    }

    /// <summary>By the name's extension; bytes where that is not one of sound or film.</summary>
    private static string ContentTypeOf(string name) =>
        ContentTypes.TryGetContentType(name, out var type)
            && (type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal))
            ? type
            : "application/octet-stream";
}
