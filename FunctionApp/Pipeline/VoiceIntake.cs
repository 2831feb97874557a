using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VoicePrep.Pipeline.Erasure;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Starts the single orchestration of a version of a clip, however often and from wherever it is requested.</summary>
public sealed partial class VoiceIntake(
    ClipStore clips,
    VoiceStore voices,
    VoiceIndex index,
    RetentionStarter retention,
    VoicesUnderWay underWay,
    ILogger<VoiceIntake> logger)
    : IDisposable
{
    /// <summary>Metadata of a clip's blob that names its language; set by <c>POST</c>, or by whoever uploads the blob.</summary>
    public const string LanguageMetadata = "language";

    /// <summary>
    /// Starting a voice takes several calls to storage. With this limit, of many simultaneous uploads the first to arrive are started
    /// first, and other requests do not wait for all of them.
    /// </summary>
    private readonly SemaphoreSlim starting = new(8);

    /// <summary>
    /// The request for the current version of a clip in the container; null if there is no such clip, its voice was erased, or it is
    /// another clip's recording of consent.
    /// </summary>
    /// <param name="language">Overrides the language in the clip's metadata.</param>
    /// <param name="consent">Overrides the consent in the clip's metadata.</param>
    public async Task<VoiceRequest?> FindAsync(
        string clipName, string? language, ConsentClaim? consent, CancellationToken cancellationToken) =>
        await ReadAsync(clipName, language, consent, cancellationToken) is { } request
            && !await voices.IsErasedAsync(request.Id, cancellationToken) ? request : null;

    /// <summary>
    /// Starts the voice of a clip that an event announced, unless the clip is part of a voice of several recordings. Usually the upload
    /// has started it already, as its orchestration shows without a call to storage. If not, the event waits for the voice to end, so that
    /// no more clips of the container are under way than there may be events.
    /// </summary>
    public async Task StartUploadedAsync(DurableTaskClient client, string clipName, CancellationToken cancellationToken)
    {
        if (await ReadAsync(clipName, language: null, consent: null, cancellationToken) is { IsPart: false } request
            && await client.GetInstanceAsync(request.Id, getInputsAndOutputs: false, cancellationToken) is null)
            await underWay.FollowAsync(
                client, request.Id, () => StartAsync(client, request, cancellationToken), cancellationToken);
    }

    /// <summary>Starts a voice, unless it was started before.</summary>
    /// <param name="afterFailure">Whether to restart a voice that has failed.</param>
    /// <param name="isNew">Whether the clip was just stored under a fresh name, so that the voice cannot be settled yet.</param>
    public async Task StartAsync(
        DurableTaskClient client, VoiceRequest request, CancellationToken cancellationToken, bool afterFailure = false, bool isNew = false)
    {
        await starting.WaitAsync(cancellationToken);
        try
        {
            if (!isNew && await voices.IsSettledAsync(request.Id, cancellationToken))
                return;

            await retention.EnsureAsync(client, cancellationToken);
            if (request.Recordings is null) // one of several recordings was stored earlier
                await voices.WriteRequestAsync(request, cancellationToken);
            await index.AddAsync(request, cancellationToken);
            if (await client.ScheduleOnceAsync(
                nameof(PrepareVoice), request.Id, request, status => afterFailure && Orchestrations.IsOver(status), cancellationToken))
                Started(logger, request.Id, request.ClipName);
            else
                AlreadyStarted(logger, request.Id, request.ClipName);
        }
        finally
        {
            starting.Release();
        }
    }

    public void Dispose() => starting.Dispose();

    private async Task<VoiceRequest?> ReadAsync(
        string clipName, string? language, ConsentClaim? consent, CancellationToken cancellationToken)
    {
        if (clips.NameOf(clipName) is not { } name
            || ClipName.IsOfConsent(name)
            || await clips.FindAsync(name, cancellationToken) is not { } clip)
            return null;

        var spoken = language ?? (clip.Metadata.TryGetValue(LanguageMetadata, out var given) ? given : null);
        return VoiceRequest.For(name, clip.ETag, spoken, clip.LastModified, consent ?? ConsentClaim.Of(clip.Metadata)) with
        {
            IsPart = clip.Metadata.ContainsKey(VoiceRequest.PartMetadata),
        };
    }

    [LoggerMessage(200, LogLevel.Information, "Voice {VoiceId}: started for clip {ClipName}")]
    private static partial void Started(ILogger logger, string voiceId, string clipName);

    [LoggerMessage(201, LogLevel.Debug, "Voice {VoiceId}: already started for clip {ClipName}")]
    private static partial void AlreadyStarted(ILogger logger, string voiceId, string clipName);
}
