using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Requests;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary>
/// <c>POST /api/voices</c>: stores the uploaded clip and starts its voice, or starts or restarts that of a clip in the container. Several
/// clips, or one with a name for its voice, become a voice of several recordings. <c>POST /api/voices/ID/recordings</c>: a voice's next
/// version, with clips that are given in the same ways.
/// </summary>
public sealed class StartVoice(
    VoiceStore stored,
    VoiceIntake intake,
    VoiceLookup voices,
    RecordingsIntake recordings,
    WhisperEngine whisper,
    WorkFolders folders,
    IOptions<ClipOptions> options)
{
    [Function(nameof(StartVoice))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "voices")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        request.Query["clip"].FirstOrDefault() is { Length: > 0 } clipName
            ? StartStoredAsync(request, client, clipName, cancellationToken)
            : StartGivenAsync(request, client, to: null, cancellationToken);

    [Function("AddRecordings")]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "voices/{id}/recordings")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        VoiceId.IsValid(id) && await stored.FindRequestAsync(id, cancellationToken) is { } voice
            ? await StartGivenAsync(request, client, voice, cancellationToken)
            : ApiProblem.VoiceNotFound(id);

    /// <param name="to">The voice that the recordings are added to; null for a new one.</param>
    private async Task<IResult> StartGivenAsync(
        HttpRequest request, DurableTaskClient client, VoiceRequest? to, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasJsonContentType()
                ? await StartNamedAsync(request, client, to, cancellationToken)
                : await StartUploadedAsync(request, client, to, cancellationToken);
        }
        catch (MalformedRequestException e)
        {
            return ApiProblem.Create(
                StatusCodes.Status400BadRequest,
                ProblemCodes.MalformedRequest,
                "The request is malformed",
                $"{e.Message} Send the recording as the body, or as the part 'file' of multipart/form-data.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return ApiProblem.Create(
                StatusCodes.Status408RequestTimeout,
                ProblemCodes.UploadTooSlow,
                "The upload is too slow",
                $"Less than {UploadedClip.SlowestLine.BytesPerSecond:0} bytes a second arrived. Nothing was stored. "
                    + "Upload a compressed recording (FLAC, M4A, MP3), or use a faster connection.");
        }
    }

    private async Task<IResult> StartStoredAsync(
        HttpRequest request, DurableTaskClient client, string clipName, CancellationToken cancellationToken)
    {
        var asked = request.Query["language"].FirstOrDefault();
        if (!TryFind(asked, out var language))
            return LanguageUnknown(asked!);

        var consent = UploadedClip.ConsentOf(request);
        if (consent?.Problem() is { } wrong)
            return ConsentInvalid(wrong);

        if (await intake.FindAsync(clipName, language, consent, cancellationToken) is not { } voice)
            return ApiProblem.ClipNotFound(clipName);

        var status = await voices.FindAsync(client, voice.Id, cancellationToken);
        if (status is null or { Status: VoiceState.Failed })
        {
            await intake.StartAsync(client, voice, cancellationToken, afterFailure: status is not null);
            status = new VoiceStatus(voice.Id, VoiceState.Queued);
        }

        return VoiceAnswer.Started(request, status);
    }

    private async Task<IResult> StartNamedAsync(
        HttpRequest request, DurableTaskClient client, VoiceRequest? to, CancellationToken cancellationToken)
    {
        var named = await RecordingsIntake.ReadAsync(request.Body, cancellationToken);
        var consent = UploadedClip.ConsentOf(request);
        if (consent?.Problem() is { } wrong)
            return ConsentInvalid(wrong);

        return TryFind(named.Language, out var language)
            ? await recordings.StartNamedAsync(request, client, to, named, language, consent, cancellationToken)
            : LanguageUnknown(named.Language!);
    }

    private async Task<IResult> StartUploadedAsync(
        HttpRequest request, DurableTaskClient client, VoiceRequest? to, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.Value.MaxUploadBytes + UploadedClip.MultipartOverhead)
            return TooLarge();

        using var folder = folders.Create();
        var upload = await UploadedClip.ReadAsync(request, folder, cancellationToken);
        if (upload.Content is null)
        {
            return ApiProblem.Create(
                StatusCodes.Status400BadRequest,
                RejectionCodes.ClipEmpty,
                "There is no clip in the request",
                "The recording has no bytes, or there is none: send it as the body, or as the part 'file' of multipart/form-data.");
        }

        await using var content = upload.Content;
        if (content.CanSeek && content.Length > options.Value.MaxUploadBytes)
            return TooLarge();

        if (!TryFind(upload.Language, out var language))
            return LanguageUnknown(upload.Language!);

        if (upload.Consent?.Problem() is { } wrong)
            return ConsentInvalid(wrong);

        if (options.Value.RequireConsent && upload is { Consent: null, ConsentRecording: null })
            return ConsentMissing();

        if (to is not null || upload.Name is not null || upload.Others.Count > 0)
            return await recordings.StartUploadedAsync(request, client, to, upload, content, language, cancellationToken);

        var voice = await recordings.StoreAsync(upload, upload.FileName, content, language, isPart: false, cancellationToken);
        await intake.StartAsync(client, voice, cancellationToken, isNew: true);
        return VoiceAnswer.Started(request, new VoiceStatus(voice.Id, VoiceState.Queued));
    }

    private bool TryFind(string? asked, out string? language)
    {
        language = string.IsNullOrWhiteSpace(asked) ? null : SpokenLanguage.Find(asked, whisper.Languages);
        return string.IsNullOrWhiteSpace(asked) || language is not null;
    }

    private IResult LanguageUnknown(string asked) => ApiProblem.Create(
        StatusCodes.Status400BadRequest,
        RejectionCodes.LanguageUnknown,
        "The language is not known",
        SpokenLanguage.Problem(asked, whisper.Languages));

    private static IResult ConsentInvalid(string problem) =>
        ApiProblem.Create(StatusCodes.Status400BadRequest, RejectionCodes.ConsentInvalid, "The consent is not valid", problem);

    private static IResult ConsentMissing()
    {
        var rejection = Rejections.ConsentMissing();
        return ApiProblem.Create(
            StatusCodes.Status400BadRequest,
            rejection.Code,
            "The speaker's consent is missing",
            $"{rejection.Message} {rejection.Advice}");
    }

    private IResult TooLarge() => ApiProblem.Create(
        StatusCodes.Status413PayloadTooLarge,
        RejectionCodes.ClipTooLarge,
        "The clip is too large",
        $"The limit is {options.Value.MaxUploadMegabytes} MB. "
            + "Upload a compressed recording (FLAC, M4A, MP3), or only the part with the voice.");
}
