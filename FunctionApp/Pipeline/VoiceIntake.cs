using Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Starts the one orchestration of a clip's version, however often and by whomever it is asked to.</summary>
public sealed partial class VoiceIntake(ClipStore clips, VoiceStore voices, ILogger<VoiceIntake> logger)
{
    /// <summary>Metadata of a clip's blob that names its language; the HTTP starter sets it, and an uploader may.</summary>
    public const string LanguageMetadata = "language";

    /// <summary>Starts the voice of a clip that is in the container.</summary>
    /// <param name="language">Overrides the language in the clip's metadata.</param>
    /// <returns>The voice's ID; null where there is no such clip.</returns>
    public async Task<string?> StartAsync(DurableTaskClient client, string clipName, string? language, CancellationToken cancellation)
    {
        if (await clips.FindAsync(clipName, cancellation) is not { } clip)
        {
            return null;
        }

        language ??= clip.Metadata.TryGetValue(LanguageMetadata, out var spoken) ? spoken : null;
        return await StartAsync(client, clipName, clip.ETag, clip.LastModified, language, cancellation);
    }

    /// <summary>Starts the voice of a clip's version.</summary>
    /// <returns>The voice's ID.</returns>
    public async Task<string> StartAsync(
        DurableTaskClient client, string clipName, ETag etag, DateTimeOffset uploaded, string? language, CancellationToken cancellation)
    {
        var id = VoiceId.For(clipName, etag.ToString());
        if (await voices.IsSettledAsync(id, cancellation))
        {
            return id;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(PrepareVoice),
                new VoiceRequest(id, clipName, VoiceId.Plain(etag.ToString()), language, uploaded),
                new StartOrchestrationOptions(id).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]),
                cancellation);
            Started(logger, id, clipName);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is there already, or someone started it in the same moment; not every backend tells these from a fault.
            if (await client.GetInstanceAsync(id, getInputsAndOutputs: false, cancellation) is null)
            {
                throw;
            }

            AlreadyStarted(logger, id, clipName);
        }

        return id;
    }

    [LoggerMessage(200, LogLevel.Information, "Voice {VoiceId}: started for clip {ClipName}")]
    private static partial void Started(ILogger logger, string voiceId, string clipName);

    [LoggerMessage(201, LogLevel.Debug, "Voice {VoiceId}: already started for clip {ClipName}")]
    private static partial void AlreadyStarted(ILogger logger, string voiceId, string clipName);
}
