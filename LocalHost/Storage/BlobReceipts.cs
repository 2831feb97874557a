using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using VoicePrep.LocalHost.Jobs;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// The blob trigger's receipts: which versions of blobs the functions have taken. At its start the trigger asks storage twice about each
/// blob of a container, one after the other, and takes no new one meanwhile; a listing of the receipts tells the same of 5,000 at a time.
/// A receipt says that a message for the functions was sent. A host that was killed may have held it, and it comes back after ten minutes:
/// the receipts of that time are deleted, so that the trigger takes their blobs again.
/// </summary>
internal sealed partial class BlobReceipts(IConfiguration configuration, HostIdentity identity, ILogger<BlobReceipts> logger)
{
    /// <summary>How long the trigger holds a message.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    /// <summary>The ETags, by name, that all <paramref name="functions"/> have taken of a container; none if storage fails.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        string container, IEnumerable<string> functions, CancellationToken cancellationToken)
    {
        try
        {
            var taken = new List<HashSet<(string Name, string Etag)>>();
            foreach (var function in functions)
                taken.Add(await FindAsync(container, function, cancellationToken));
            // A blob has a receipt for each of its versions. Of several any will do: the trigger asks for the receipt of what is left.
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

    /// <summary>Deletes a receipt, also one that the host that is gone has leased: no other runs on this storage.</summary>
    private static async Task DeleteAsync(BlobClient receipt, LeaseState? lease, CancellationToken cancellationToken)
    {
        if (lease == LeaseState.Leased)
            await receipt.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
        await receipt.DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Whether the trigger has messages, those that a host holds among them.</summary>
    private async Task<bool> AnyMessageAsync(CancellationToken cancellationToken)
    {
        var queue = new QueueClient(HostLease.Connection(configuration), $"azure-webjobs-blobtrigger-{identity.Id}");
        return await queue.ExistsAsync(cancellationToken)
            && (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > 0;
    }

    [LoggerMessage(33, LogLevel.Warning, "The receipts of blobs could not be listed; the trigger asks for each: {Reason}")]
    private static partial void NotListed(ILogger logger, string reason);
}
