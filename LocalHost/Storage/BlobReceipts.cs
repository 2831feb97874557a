using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using VoicePrep.LocalHost.Jobs;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// The blob trigger's receipts: which versions of blobs the functions have taken. At its start the trigger makes two requests for each
/// blob in turn, and takes no new ones meanwhile; a listing of the receipts covers 5,000 at a time. A receipt means that a
/// message was sent. If a killed host held it, it reappears only after ten minutes; so recent receipts are deleted, and the trigger takes
/// their blobs again.
/// </summary>
internal sealed partial class BlobReceipts(IConfiguration configuration, HostIdentity identity, ILogger<BlobReceipts> logger)
{
    /// <summary>How long the trigger holds a message.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    /// <summary>The ETags, by name, of the blobs that all <paramref name="functions"/> have taken; none if storage fails.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        string container, IEnumerable<string> functions, CancellationToken cancellationToken)
    {
        try
        {
            var taken = new List<HashSet<(string Name, string Etag)>>();
            foreach (var function in functions)
                taken.Add(await FindAsync(container, function, cancellationToken));
            // A blob has a receipt for each of its versions. Any of them will do: the trigger looks up the receipts of the others.
            return taken.Aggregate((all, next) => [.. all.Intersect(next)])
                .DistinctBy(blob => blob.Name)
                .ToDictionary(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException
            || e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            NotListed(logger, e.Message);
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private async Task<HashSet<(string Name, string Etag)>> FindAsync(
        string container, string function, CancellationToken cancellationToken)
    {
        var prefix = $"blobreceipts/{identity.Id}/{FunctionTypes.ClassName}.{function}/"; // then "ETAG"/CONTAINER/NAME
        var options = new GetBlobsOptions { Traits = BlobTraits.Metadata, Prefix = prefix };
        var receipts = HostLease.CreateClient(configuration).GetBlobContainerClient(HostLease.Container);
        var doubtful = await AnyMessageAsync(cancellationToken) ? DateTimeOffset.UtcNow - Hold : DateTimeOffset.MaxValue;
        HashSet<(string, string)> taken = [];
        await foreach (var receipt in receipts.GetBlobsAsync(options, cancellationToken))
        {
            // an incomplete one says so in its metadata
            if (receipt.Name[prefix.Length..].Split('/', 3) is not [var etag, var of, var name]
                || of != container
                || receipt.Metadata is { Count: > 0 })
                continue;
            if (receipt.Properties.LastModified < doubtful)
                taken.Add((name, etag.Trim('"')));
            else
                await DeleteAsync(receipts.GetBlobClient(receipt.Name), receipt.Properties.LeaseState, cancellationToken);
        }
        return taken;
    }

    /// <summary>Deletes a receipt, even one leased by the killed host: no other host runs on this storage.</summary>
    private static async Task DeleteAsync(BlobClient receipt, LeaseState? lease, CancellationToken cancellationToken)
    {
        if (lease == LeaseState.Leased)
            await receipt.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
        await receipt.DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Whether the trigger has messages, including those that a host holds.</summary>
    private async Task<bool> AnyMessageAsync(CancellationToken cancellationToken)
    {
        var queue = new QueueClient(HostLease.Connection(configuration), $"azure-webjobs-blobtrigger-{identity.Id}");
        return await queue.ExistsAsync(cancellationToken)
            && (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > 0;
    }

    [LoggerMessage(33, LogLevel.Warning, "The receipts of blobs could not be listed; the trigger looks up each one: {Reason}")]
    private static partial void NotListed(ILogger logger, string reason);
}
