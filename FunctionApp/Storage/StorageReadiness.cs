using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Storage;

/// <summary>Makes the containers and the queue at start, or as soon as storage is up, and tells whether storage answers.</summary>
public sealed partial class StorageReadiness(
    BlobServiceClient storage, FinishedVoices finished, ILogger<StorageReadiness> logger) : BackgroundService
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    private volatile bool created;

    /// <summary>True if a clip can be taken now: every container exists, and storage answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerLimit);
        try
        {
            return created && await storage.GetBlobContainerClient(BlobNames.Clips).ExistsAsync(limited.Token);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var delay = TimeSpan.FromSeconds(1);
            while (!await TryCreateAsync(delay, stoppingToken))
            {
                await Task.Delay(delay, stoppingToken);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }

            created = true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops; after a failed start the host would report this as another fault.
        }
    }

    private async Task<bool> TryCreateAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var container in new[] { BlobNames.Clips, BlobNames.Work, BlobNames.Voices })
                await storage.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);

            await finished.CreateAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            StorageUnavailable(logger, delay, e);
            return false;
        }
    }

    [LoggerMessage(100, LogLevel.Warning, "Storage does not answer; trying again in {Delay}")]
    private static partial void StorageUnavailable(ILogger logger, TimeSpan delay, Exception exception);
}
