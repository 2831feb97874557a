using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Storage;

namespace VoicePrep.Api;

/// <summary><c>POST /api/voices</c>: stores the uploaded clip and starts its voice, or starts that of a clip in the container, once more where it has failed.</summary>
public sealed class StartVoice(ClipStore clips, VoiceIntake intake, VoiceLookup voices, WhisperEngine whisper, WorkFolders folders, IOptions<ClipOptions> options)
{
    [Function(nameof(StartVoice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "voices")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        try
        {
            return request.Query["clip"].FirstOrDefault() is { Length: > 0 } clipName
                ? await StartStoredAsync(request, client, clipName, cancellation)
                : await StartUploadedAsync(request, client, cancellation);
        }
        catch (MalformedRequestException e)
        {
            return ApiProblem.Create(
                StatusCodes.Status400BadRequest, ProblemCodes.MalformedRequest, "The request is malformed", $"{e.Message} Send the recording as the body, or as the part 'file' of multipart/form-data.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
    }

    private async Task<IResult> StartStoredAsync(HttpRequest request, DurableTaskClient client, string clipName, CancellationToken cancellation)
    {
        var asked = request.Query["language"].FirstOrDefault();
        if (!TryFind(asked, out var language))
        {
            return LanguageUnknown(asked!);
        }

        if (await intake.FindAsync(clipName, language, cancellation) is not { } voice)
        {
            return ApiProblem.Create(
                StatusCodes.Status404NotFound, ProblemCodes.ClipNotFound, "There is no such clip", $"The container '{BlobNames.Clips}' has no blob named '{clipName}'.");
        }

        var status = await voices.FindAsync(client, voice.Id, cancellation);
        if (status is null or { Status: VoiceState.Failed })
        {
            await intake.StartAsync(client, voice, cancellation, afterFailure: status is not null);
            status = new VoiceStatus(voice.Id, VoiceState.Queued);
        }

        return VoiceAnswer.Started(request, status);
    }

    private async Task<IResult> StartUploadedAsync(HttpRequest request, DurableTaskClient client, CancellationToken cancellation)
    {
        if (request.ContentLength > options.Value.MaxUploadBytes + UploadedClip.MultipartOverhead)
        {
            return TooLarge();
        }

        using var folder = folders.Create();
        var upload = await UploadedClip.ReadAsync(request, folder, cancellation);
        if (upload.Content is null)
        {
            return ApiProblem.Create(
                StatusCodes.Status400BadRequest, RejectionCodes.ClipEmpty, "There is no clip in the request", "Send the recording as the body, or as the part 'file' of multipart/form-data.");
        }

        await using var content = upload.Content;
        if (content.CanSeek && content.Length > options.Value.MaxUploadBytes)
        {
            return TooLarge();
        }

        if (!TryFind(upload.Language, out var language))
        {
            return LanguageUnknown(upload.Language!);
        }

        var name = ClipName.Fresh(upload.FileName);
        var metadata = language is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [VoiceIntake.LanguageMetadata] = language };
        var stored = await clips.AddAsync(name, content, metadata, cancellation);
        var voice = VoiceRequest.For(name, stored.ETag, language, stored.LastModified);
        await intake.StartAsync(client, voice, cancellation, isNew: true);
        return VoiceAnswer.Started(request, new VoiceStatus(voice.Id, VoiceState.Queued));
    }

    private bool TryFind(string? asked, out string? language)
    {
        language = string.IsNullOrWhiteSpace(asked) ? null : SpokenLanguage.Find(asked, whisper.Languages);
        return string.IsNullOrWhiteSpace(asked) || language is not null;
    }

    private IResult LanguageUnknown(string asked) => ApiProblem.Create(
        StatusCodes.Status400BadRequest, RejectionCodes.LanguageUnknown, "The language is not known", SpokenLanguage.Problem(asked, whisper.Languages));

    private IResult TooLarge() => ApiProblem.Create(
        StatusCodes.Status413PayloadTooLarge,
        RejectionCodes.ClipTooLarge,
        "The clip is too large",
        $"The limit is {options.Value.MaxUploadMegabytes} MB. Upload a compressed recording (FLAC, M4A, MP3), or only the part with the voice.");
}
