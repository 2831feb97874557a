using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Observability;
using VoicePrep.Requests;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>The output of <see cref="ValidateAndTrim"/> for a clip that it accepted.</summary>
/// <param name="Consent">The recording in which the speaker consents; null if none is named.</param>
public sealed record ValidateAndTrimResult(ClipSource Source, ValidClip Clip, double Milliseconds, ConsentRecording? Consent);

/// <summary>First activity: checks the clip, and stores its window as <c>work/ID/trimmed.wav</c>, or why it was rejected.</summary>
public sealed partial class ValidateAndTrim(
    ClipStore clips,
    VoiceStore voices,
    VoiceIndex index,
    VoiceEraser eraser,
    ClipValidator validator,
    ConsentRecordings consents,
    WhisperEngine whisper,
    WorkFolders folders,
    VoicePrepTelemetry telemetry,
    IOptions<ClipOptions> options,
    ILogger<ValidateAndTrim> logger)
{
    /// <returns>Null if nothing is left to do: the clip was rejected, or its voice was settled before.</returns>
    [Function(nameof(ValidateAndTrim))]
    public async Task<ValidateAndTrimResult?> RunAsync([ActivityTrigger] VoiceRequest request, CancellationToken cancellationToken)
    {
        await using var erasure = eraser.Guard(request);
        using var stage = telemetry.StartStage(StageNames.ValidateAndTrim, request.Id);
        if (await voices.IsSettledAsync(request.Id, cancellationToken))
        {
            stage.Complete();
            return null;
        }

        using var folder = folders.Create();
        var (source, validation) = await ValidateAsync(request, folder, cancellationToken);
        var consent = default(ConsentRecording);
        if (validation is Validation.Accepted && request.Consent?.Clip is { } consentName)
        {
            (consent, var unproven) = await consents.PrepareAsync(request.Id, source, consentName, cancellationToken);
            validation = unproven is null ? validation : new Validation.Rejected(unproven, validation.Waveform);
        }

        var waveform = validation.Waveform is null
            ? Task.CompletedTask
            : voices.WriteAsync(request.Id, VoiceFiles.Waveform, validation.Waveform, VoiceJson.Default.Waveform, cancellationToken);

        if (validation is Validation.Rejected { Rejection: var rejection })
        {
            await waveform; // a voice is settled by its rejection: what belongs to it comes first
            await voices.RejectAsync(
                new StoredRejection(VoiceProfile.CurrentSchemaVersion, request.Id, source, rejection), cancellationToken);
            await index.RejectAsync(request, rejection.Code, cancellationToken);
            stage.Reject(rejection.Code);
            telemetry.ClipFinished(request.Id, request.Uploaded, clipSeconds: null, warm: null, rejection.Code);
            Rejected(logger, request.Id, rejection.Code, rejection.Message);
            return null;
        }

        await Task.WhenAll(waveform, voices.UploadWorkAsync(request.Id, BlobNames.Trimmed, folder.Trimmed, cancellationToken));
        var clip = ((Validation.Accepted)validation).Clip;
        stage.ClipSeconds = clip.Seconds;
        stage.Complete();
        return new ValidateAndTrimResult(source, clip, stage.Elapsed.TotalMilliseconds, consent);
    }

    private async Task<(ClipSource Source, Validation Validation)> ValidateAsync(
        VoiceRequest request, WorkFolder folder, CancellationToken cancellationToken)
    {
        Rejection? unfit = null;
        var source = await clips.DownloadAsync(
            request.ClipName, request.Etag, folder.Clip, bytes => (unfit = Judge(request, bytes)) is null, cancellationToken);
        return source is null
            ? (new ClipSource(request.ClipName, request.Etag, Sha256: null, Bytes: 0), new Validation.Rejected(Rejections.ClipChanged()))
            : (source, unfit is null ? await validator.ValidateAndTrimAsync(folder, cancellationToken) : new Validation.Rejected(unfit));
    }

    /// <summary>Rejects a clip before any of it is read.</summary>
    private Rejection? Judge(VoiceRequest request, long bytes) =>
        bytes > options.Value.MaxUploadBytes ? Rejections.ClipTooLarge(bytes, options.Value.MaxUploadMegabytes)
        : request.Language is { } language && SpokenLanguage.Find(language, whisper.Languages) is null
            ? Rejections.LanguageUnknown(SpokenLanguage.Shown(language), SpokenLanguage.Problem(language, whisper.Languages))
        : request.Consent?.Problem() is { } problem ? Rejections.ConsentInvalid(problem)
        : request.Consent is null && options.Value.RequireConsent ? Rejections.ConsentMissing()
        : null;

    [LoggerMessage(210, LogLevel.Information, "Voice {VoiceId}: rejected, {Code}: {Reason}")]
    private static partial void Rejected(ILogger logger, string voiceId, string code, string reason);
}
