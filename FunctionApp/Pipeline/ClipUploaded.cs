using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>
/// Starts the voice of a clip that was uploaded to the container, unless it is part of a voice of several recordings. One method under two
/// triggers, because a trigger's source is a constant: switch one of them off with <c>AzureWebJobs__NAME__Disabled</c>.
/// </summary>
public sealed class ClipUploaded(VoiceIntake intake)
{
    private const string Path = BlobNames.Clips + "/{name}";

    /// <summary>Finds clips by polling the container: needs nothing but storage.</summary>
    [Function(nameof(ClipUploaded))]
    public Task ByPollingAsync(
        [BlobTrigger(Path)] BlobClient clip,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => intake.StartUploadedAsync(client, clip.Name, cancellationToken);

    /// <summary>Learns of clips from Event Grid: without delay, and the only source that Container Apps scale by.</summary>
    [Function("ClipUploadedEvent")]
    public Task ByEventAsync(
        [BlobTrigger(Path, Source = BlobTriggerSource.EventGrid)] BlobClient clip,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => intake.StartUploadedAsync(client, clip.Name, cancellationToken);
}
