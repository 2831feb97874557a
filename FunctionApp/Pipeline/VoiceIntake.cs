using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VoicePrep.Pipeline.Erasure;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Starts the one orchestration of a clip's version, however often and from wherever it is asked to.</summary>
public sealed partial class VoiceIntake(
    ClipStore clips,
    VoiceStore voices,
    VoiceIndex index,
    RetentionStarter retention,
    VoicesUnderWay underWay,
    ILogger<VoiceIntake> logger)
    : IDisposable
{
    /// <summary>Metadata of a clip's blob that names its language; the HTTP starter sets it, and an uploader may.</summary>
    public const string LanguageMetadata = "language";

    /// <summary>
    /// Starting a voice takes several calls of storage. Of many uploads at once, those that come first are started first, and whoever else
    /// asks for something does not wait for all of them.
    /// </summary>
    private readonly SemaphoreSlim starting = new(8);

    /// <summary>
    /// The request for the version of a clip that is in the container now; null where there is no such clip, it is being erased, or it is
    /// another clip's consent.
    /// </summary>
    /// <param name="language">Overrides the language in the clip's metadata.</param>
    /// <param name="consent">Overrides what the clip's metadata say of consent.</param>
    public async Task<VoiceRequest?> FindAsync(
        string clipName, string? language, ConsentClaim? consent, CancellationToken cancellationToken) =>
        await ReadAsync(clipName, language, consent, cancellationToken) is { } request
            && !await voices.IsErasedAsync(request.Id, cancellationToken) ? request : null;

    /// <summary>
    /// Starts the voice of a clip that an event announced, unless it is part of a voice of several recordings. Usually the upload has
    /// started it already, as its orchestration shows without asking storage. If not, the event waits for the voice's end, so that of many
    /// clips in the container only as many are under way as there may be events.
    /// </summary>
    public async Task StartUploadedAsync(DurableTaskClient client, string clipName, CancellationToken cancellationToken)
    {
        if (await ReadAsync(clipName, language: null, consent: null, cancellationToken) is { IsPart: false } request
            && await client.GetInstanceAsync(request.Id, getInputsAndOutputs: false, cancellationToken) is null)
            await underWay.FollowAsync(
                client, request.Id, () => StartAsync(client, request, cancellationToken), cancellationToken);
    }

    /// <summary>Starts a voice, unless it was started before.</summary>
    /// <param name="afterFailure">Also where it was started before and has failed.</param>
    /// <param name="isNew">The clip was stored a moment ago under a name of its own, so that nothing can be settled yet.</param>
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
