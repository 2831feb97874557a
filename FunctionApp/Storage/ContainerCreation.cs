using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Storage;

/// <summary>Makes the containers when the app starts; where storage is not up yet, tries until it is.</summary>
public sealed partial class ContainerCreation(BlobServiceClient storage, ILogger<ContainerCreation> logger) : BackgroundService
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private volatile bool done;

    /// <summary>True once every container exists: before, no clip can be taken.</summary>
    public bool IsDone => done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var delay = TimeSpan.FromSeconds(1); !await TryCreateAsync(delay, stoppingToken); delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
            {
                await Task.Delay(delay, stoppingToken);
            }

            done = true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops; where that is for a failed start, the host would take this for another fault.
        }
    }

    private async Task<bool> TryCreateAsync(TimeSpan delay, CancellationToken cancellation)
    {
        try
        {
            foreach (var container in new[] { BlobNames.Clips, BlobNames.Work, BlobNames.Voices })
            {
                await storage.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellation);
            }

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
