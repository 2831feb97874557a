using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Storage;

/// <summary>Creates the containers and the queue at start, or as soon as storage is up, and checks whether storage answers.</summary>
public sealed partial class StorageReadiness(
    BlobServiceClient storage, FinishedVoices finished, ILogger<StorageReadiness> logger) : BackgroundService
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    /// <summary>An answer up to this old is reused while storage is being asked, so that frequent callers do not wait.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    /// <summary>Storage is asked no more often than this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile bool created;
    private Task<bool> asking = Task.FromResult(false);
    private (bool IsReady, long At)? answer;

    /// <summary>
    /// True if a clip can be taken now: every container exists, and storage answers, or did at most <see cref="Recent"/> ago.
    /// </summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (!created)
            return Task.FromResult(false);

        lock (gate)
        {
            var age = answer is { } known ? Stopwatch.GetElapsedTime(known.At) : TimeSpan.MaxValue;
            if (asking.IsCompleted && age >= Pause)
                asking = AskAsync();

            return age < Recent ? Task.FromResult(answer!.Value.IsReady) : asking.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> AskAsync()
    {
        using var limited = new CancellationTokenSource(AnswerLimit);
        var isReady = false;
        try
        {
            isReady = await storage.GetBlobContainerClient(BlobNames.Clips).ExistsAsync(limited.Token);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
        {
            // It does not answer.
        }

        lock (gate)
            answer = (isReady, Stopwatch.GetTimestamp());
        return isReady;
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
