using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Speech;
using VoicePrep.Storage;

namespace VoicePrep.Api;

/// <summary><c>POST /api/voices</c>: stores the uploaded clip and starts its voice, or starts that of a clip in the container.</summary>
public sealed class StartVoice(ClipStore clips, VoiceIntake intake, WhisperEngine whisper, IOptions<ClipOptions> options)
{
    [Function(nameof(StartVoice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "voices")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var asked = request.Query["language"].FirstOrDefault();
        var language = asked is null ? null : SpokenLanguage.Find(asked, whisper.Languages);
        if (asked is not null && language is null)
        {
            return ApiProblem.Create(
                StatusCodes.Status400BadRequest, RejectionCodes.LanguageUnknown, "The language is not known", SpokenLanguage.Problem(asked, whisper.Languages));
        }

        return request.Query["clip"].FirstOrDefault() is { Length: > 0 } clipName
            ? await StartStoredAsync(request, client, clipName, language, cancellation)
            : await StartUploadedAsync(request, client, language, cancellation);
    }

    private async Task<IResult> StartStoredAsync(HttpRequest request, DurableTaskClient client, string clipName, string? language, CancellationToken cancellation) =>
        await intake.StartAsync(client, clipName, language, cancellation) is { } id
            ? Accepted(request, id)
            : ApiProblem.Create(
                StatusCodes.Status404NotFound, "clip_not_found", "There is no such clip", $"The container '{BlobNames.Clips}' has no blob named '{clipName}'.");

    private async Task<IResult> StartUploadedAsync(HttpRequest request, DurableTaskClient client, string? language, CancellationToken cancellation)
    {
        try
        {
            if (request.ContentLength > options.Value.MaxUploadBytes + UploadedClip.MultipartOverhead)
            {
                await request.Body.CopyToAsync(Stream.Null, cancellation);
                return TooLarge();
            }

            if (await UploadedClip.ReadAsync(request, cancellation) is not { } upload)
            {
                return ApiProblem.Create(
                    StatusCodes.Status400BadRequest, "clip_empty", "There is no clip in the request", "Send the recording as the body, or as the part 'file' of multipart/form-data.");
            }

            await using var content = upload.Content;
            var name = ClipName.Fresh(request.Query["fileName"].FirstOrDefault() ?? upload.FileName);
            var metadata = language is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [VoiceIntake.LanguageMetadata] = language };
            var stored = await clips.AddAsync(name, content, metadata, cancellation);
            return Accepted(request, await intake.StartAsync(client, name, stored.ETag, stored.LastModified, language, cancellation));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
    }

    private static IResult Accepted(HttpRequest request, string id)
    {
        request.HttpContext.Response.Headers.Location = $"/api/voices/{id}";
        return Results.Json(new VoiceStatus(id, VoiceState.Queued), VoiceJson.Default.VoiceStatus, statusCode: StatusCodes.Status202Accepted);
    }

    private IResult TooLarge() => ApiProblem.Create(
        StatusCodes.Status413PayloadTooLarge,
        "clip_too_large",
        "The clip is too large",
        $"The limit is {options.Value.MaxUploadMegabytes} MB. Upload a compressed recording (FLAC, M4A, MP3), or only the part with the voice.");
}
