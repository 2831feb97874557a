using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>
/// Starts the voice of a clip that was uploaded to the container, unless the clip is part of a voice of several recordings. There are two
/// triggers because a trigger's source is a constant; <c>AzureWebJobs__NAME__Disabled</c> switches one of them off.
/// </summary>
public sealed class ClipUploaded(VoiceIntake intake)
{
    private const string Path = BlobNames.Clips + "/{name}";

    /// <summary>Finds clips by polling the container, which needs only storage.</summary>
    [Function(nameof(ClipUploaded))]
    public Task ByPollingAsync(
        [BlobTrigger(Path)] BlobClient clip,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => intake.StartUploadedAsync(client, clip.Name, cancellationToken);

    /// <summary>Learns of clips from Event Grid, without delay; Container Apps scale only by this source.</summary>
    [Function("ClipUploadedEvent")]
    public Task ByEventAsync(
        [BlobTrigger(Path, Source = BlobTriggerSource.EventGrid)] BlobClient clip,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => intake.StartUploadedAsync(client, clip.Name, cancellationToken);
}
