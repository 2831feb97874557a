using Azure;
using Azure.Storage.Blobs.Models;
using VoicePrep.LocalHost.Jobs;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// The blob trigger's receipts: which versions of blobs the functions have taken. At its start the trigger asks storage twice about each
/// blob of a container, one after the other, and takes no new one meanwhile; a listing of the receipts tells the same of 5,000 at a time.
/// </summary>
internal sealed partial class BlobReceipts(IConfiguration configuration, HostIdentity identity, ILogger<BlobReceipts> logger)
{
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
        HashSet<(string, string)> taken = [];
        var blobs = HostLease.CreateClient(configuration).GetBlobContainerClient(HostLease.Container);
        await foreach (var receipt in blobs.GetBlobsAsync(options, cancellationToken))
        {
            var path = receipt.Name[prefix.Length..].Split('/', 3);
            // an incomplete one says so in its metadata
            if (path is [var etag, var of, var name] && of == container && receipt.Metadata is null or { Count: 0 })
                taken.Add((name, etag.Trim('"')));
        }
        return taken;
    }

    [LoggerMessage(33, LogLevel.Warning, "The receipts of blobs could not be listed; the trigger asks for each: {Reason}")]
    private static partial void NotListed(ILogger logger, string reason);
}
