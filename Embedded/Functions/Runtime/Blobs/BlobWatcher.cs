using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Azure;
using Embedded.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Blobs;

/// <summary>Looks into the container of one function again and again and runs the function for what is new.</summary>
internal sealed class BlobWatcher(
    BlobTrigger trigger,
    ReceiptStore store,
    HostSettings settings,
    TimeSpan interval,
    IServiceScopeFactory scopes,
    ILogger logger)
{
    /// <summary>Every so many failures in a row are told: the first may be of an emulator that still starts.</summary>
    private const int FailuresToTell = 3;

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Receipt> receipts =
        new(store.Load(trigger.Function.Name, trigger.Container.Uri), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BlobVersion> waiting = new(StringComparer.Ordinal);
    private readonly Channel<BlobVersion> found = Channel.CreateUnbounded<BlobVersion>();

    private string Function => trigger.Function.Name;

    public async Task RunAsync(CancellationToken stopping)
    {
        logger.Watches(Function, trigger.Container.Name);
        await Task.WhenAll(
            PollAsync(stopping),
            Parallel.ForEachAsync(
                found.Reader.ReadAllAsync(stopping),
                new ParallelOptions { MaxDegreeOfParallelism = settings.MaxConcurrentBlobs },
                async (blob, _) => await TakeAsync(blob, stopping)));
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (true)
        {
            var pause = interval;
            try
            {
                var start = Stopwatch.GetTimestamp();
                await LookAsync(stopping);
                if (failures >= FailuresToTell)
                    logger.CanListAgain(Function, trigger.Container.Name);
                failures = 0;

                // A container so full that listing takes long is listed less often.
                pause = TimeSpan.FromTicks(Math.Max(interval.Ticks, 4 * Stopwatch.GetElapsedTime(start).Ticks));
            }
            catch (RequestFailedException e) when (e.ErrorCode == "ContainerNotFound")
            {
                failures = 0;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                pause = Backoff(interval, ++failures);
                if (failures % FailuresToTell == 0)
                    logger.CannotList(Function, trigger.Container.Name, e.Message.Split('\n')[0], pause.TotalSeconds);
            }

            await Task.Delay(pause, stopping);
        }
    }

    /// <summary>How long to wait after so many failures in a row.</summary>
    internal static TimeSpan Backoff(TimeSpan interval, int failures)
    {
        var longest = interval > LongestBackoff ? interval : LongestBackoff;
        var doubled = interval * Math.Pow(2, Math.Min(failures, 10));
        return doubled < longest ? doubled : longest;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var blobs = await trigger.ListAsync(cancellation);
        foreach (var blob in blobs)
        {
            var isDone = receipts.TryGetValue(blob.Name, out var receipt) && receipt.ETag == blob.ETag && receipt.IsDone;
            if (!isDone && waiting.TryAdd(blob.Name, blob))
                found.Writer.TryWrite(blob);
        }

        // Blobs that are gone need no receipts: should one come back, it is a new version.
        foreach (var gone in receipts.Keys.Except(blobs.Select(blob => blob.Name), StringComparer.Ordinal).ToList())
        {
            if (receipts.TryRemove(gone, out _))
                await store.DeleteAsync(Function, trigger.Container.Uri, gone);
        }
    }

    private async Task TakeAsync(BlobVersion blob, CancellationToken stopping)
    {
        try
        {
            while (!await TryAsync(blob, stopping))
                await Task.Delay(interval, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.NotSettled(Function, blob.Name, e);
        }
        finally
        {
            waiting.TryRemove(blob.Name, out _);
        }
    }

    /// <summary>One attempt.</summary>
    /// <returns>Whether the blob is done: by success, as poison, or because this version of it is no more.</returns>
    private async Task<bool> TryAsync(BlobVersion blob, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await trigger.PrepareAsync(blob, scope.ServiceProvider, stopping) is not { } run)
            return true;

        var isKnown = receipts.TryGetValue(blob.Name, out var receipt) && receipt.ETag == blob.ETag;
        var attempt = isKnown ? receipt!.Attempts + 1 : 1;
        if (attempt <= settings.PoisonBlobThreshold)
        {
            await SaveAsync(new(blob.Name, blob.ETag, attempt, IsDone: false));
            try
            {
                await run.RunAsync();
                await SaveAsync(new(blob.Name, blob.ETag, attempt, IsDone: true));
                return true;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // Interrupted by the end of the host: no fault of the blob.
                await SaveAsync(new(blob.Name, blob.ETag, attempt - 1, IsDone: false));
                throw;
            }
            catch (Exception e)
            {
                logger.BlobFailed(Function, blob.Name, attempt, settings.PoisonBlobThreshold, e);
                if (attempt < settings.PoisonBlobThreshold)
                    return false;
            }
        }

        await trigger.PoisonQueue.SendAsync(Function, trigger.Container.Name, blob, stopping);
        logger.BlobPoisoned(Function, blob.Name);
        await SaveAsync(new(blob.Name, blob.ETag, settings.PoisonBlobThreshold, IsDone: true));
        return true;
    }

    private async Task SaveAsync(Receipt receipt)
    {
        await store.SaveAsync(Function, trigger.Container.Uri, receipt);
        receipts[receipt.Blob] = receipt;
    }
}
