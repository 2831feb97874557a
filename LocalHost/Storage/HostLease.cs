using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using VoicePrep.LocalHost.Jobs;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// Ensures that only one host uses a storage account, by the lease of a blob, renewed as long as this host lives. Two hosts would start
/// each blob twice, because the triggers' locks are in memory. The successor of a host that was killed elsewhere waits until the lease
/// ends.
/// </summary>
internal sealed partial class HostLease(
    IConfiguration configuration, HostIdentity identity, IHostApplicationLifetime lifetime, ILogger<HostLease> logger) : IAsyncDisposable
{
    /// <summary>Where the WebJobs SDK keeps its locks and receipts.</summary>
    public const string Container = "azure-webjobs-hosts";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan TakeLimit = Duration + TimeSpan.FromSeconds(3);
    // an emulator that starts beside this host is up within a second
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private BlobLeaseClient? lease;
    private Task renewing = Task.CompletedTask;

    /// <summary>True if another host took the storage over while this one could not reach it.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The connection string of the storage account; null if the settings have none.</summary>
    public static string? Connection(IConfiguration configuration) =>
        configuration["AzureWebJobsStorage"] ?? configuration["ConnectionStrings:AzureWebJobsStorage"];

    /// <exception cref="HostException">The settings name no usable storage account.</exception>
    public static BlobServiceClient CreateClient(IConfiguration configuration)
    {
        var connection = Connection(configuration);
        if (string.IsNullOrEmpty(connection))
            throw new HostException(
                "Set AzureWebJobsStorage to the connection string of a storage account, "
                    + "or to UseDevelopmentStorage=true for the emulator on its usual ports.");
        try
        {
            return new(connection, new BlobClientOptions { Retry = { MaxRetries = 1, Delay = Pause, NetworkTimeout = CallLimit } });
        }
        catch (FormatException e)
        {
            throw new HostException($"AzureWebJobsStorage is not a connection string: {e.Message}");
        }
    }

    /// <summary>Waits until storage answers, then takes the lease.</summary>
    /// <exception cref="HostException">There is no usable storage in the settings, or another host holds it.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var blob = await CreateBlobAsync(cancellationToken);
        lease = blob.GetBlobLeaseClient();
        var waited = TimeSpan.Zero;
        while (!await TryAcquireAsync(blob, cancellationToken))
        {
            if (waited == TimeSpan.Zero)
                WaitsForOther(logger, (int)TakeLimit.TotalSeconds);
            if (waited >= TakeLimit)
                throw new HostException(
                    $"Another host runs on this storage ({blob.AccountName}, host ID {identity.Id}): "
                        + "stop it, or name another storage in AzureWebJobsStorage.");
            await Task.Delay(Pause, cancellationToken);
            waited += Pause;
        }

        renewing = RenewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
        {
            await stopping.CancelAsync();
            await renewing;
            try
            {
                using var limit = new CancellationTokenSource(CallLimit);
                await (lease?.ReleaseAsync(cancellationToken: limit.Token) ?? Task.CompletedTask);
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
            {
                // The lease ends by itself.
            }
        }
    }

    private async Task<BlobClient> CreateBlobAsync(CancellationToken cancellationToken)
    {
        var container = CreateClient(configuration).GetBlobContainerClient(Container);
        var blob = container.GetBlobClient($"locks/{identity.Id}/local-host");
        for (var reported = false; ; reported = true)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(CallLimit);
                await container.CreateIfNotExistsAsync(cancellationToken: limit.Token);
                if (!await blob.ExistsAsync(limit.Token))
                    await blob.UploadAsync(
                        BinaryData.Empty, new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } }, limit.Token);
                return blob;
            }
            catch (RequestFailedException e) when (e.Status is StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed)
            {
                // Another host created it at the same moment.
            }
            catch (RequestFailedException e) when (e.Status is StatusCodes.Status403Forbidden)
            {
                throw new HostException($"Storage refuses the key or identity in AzureWebJobsStorage: {e.ErrorCode}.");
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                if (!reported)
                    WaitsForStorage(logger, blob.Uri.GetLeftPart(UriPartial.Authority));
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task<bool> TryAcquireAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await lease!.AcquireAsync(Duration, cancellationToken: cancellationToken);
            await blob.SetMetadataAsync(
                HostProcess.Current.ToMetadata(), new BlobRequestConditions { LeaseId = lease.LeaseId }, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return await TryBreakLeftAsync(blob, cancellationToken) && await TryAcquireAsync(blob, cancellationToken);
        }
    }

    /// <summary>Breaks the lease of a host that was killed on this machine, which would otherwise last some seconds longer.</summary>
    private async Task<bool> TryBreakLeftAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var held = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (HostProcess.Of(held.Metadata) is not { HasEnded: true })
                return false;
            await lease!.BreakAsync(TimeSpan.Zero, new BlobRequestConditions { IfMatch = held.ETag }, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed)
        {
            return false; // it has ended by itself, or another host has taken it
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                try
                {
                    await lease!.RenewAsync(cancellationToken: stopping.Token);
                }
                catch (RequestFailedException e) when (e.Status is StatusCodes.Status409Conflict)
                {
                    IsLost = true;
                    lifetime.StopApplication();
                    return;
                }
                catch (Exception e) when (e is RequestFailedException or AggregateException)
                {
                    NotRenewed(logger, e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "Storage at {Address} does not answer yet; waiting for it.")]
    private static partial void WaitsForStorage(ILogger logger, string address);

    [LoggerMessage(31, LogLevel.Warning, "Another host holds this storage, or was killed a moment ago; waiting for up to {Seconds} s.")]
    private static partial void WaitsForOther(ILogger logger, int seconds);

    [LoggerMessage(32, LogLevel.Warning, "Storage did not answer: {Reason}")]
    private static partial void NotRenewed(ILogger logger, string reason);
}
