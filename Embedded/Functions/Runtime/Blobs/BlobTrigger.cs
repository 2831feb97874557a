using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Embedded.Functions.Invocation;
using Microsoft.AspNetCore.Http;

namespace Embedded.Functions.Blobs;

/// <summary>A blob function with its container.</summary>
internal sealed class BlobTrigger(FunctionMethod function, BlobPattern pattern, string connection)
{
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Without the client's own attempts, which go on for minutes: the watcher looks again soon.</summary>
    private readonly BlobContainerClient lister =
        new(connection, pattern.Container, new BlobClientOptions { Retry = { NetworkTimeout = NetworkTimeout, MaxRetries = 0 } });

    public FunctionMethod Function { get; } = function;

    public BlobPattern Pattern { get; } = pattern;

    public BlobContainerClient Container { get; } =
        new(connection, pattern.Container, new BlobClientOptions { Retry = { NetworkTimeout = NetworkTimeout } });

    public PoisonQueue PoisonQueue { get; } = new(connection);

    /// <summary>The versions of all blobs that match, oldest first.</summary>
    public async Task<List<BlobVersion>> ListAsync(CancellationToken cancellation)
    {
        List<BlobVersion> blobs = [];
        var options = new GetBlobsOptions { Prefix = Pattern.Prefix };
        await foreach (var item in lister.GetBlobsAsync(options, cancellation))
        {
            if (Pattern.Match(item.Name) is not null)
                blobs.Add(new(item.Name, item.Properties.ETag.GetValueOrDefault().ToString(), item.Properties.LastModified.GetValueOrDefault()));
        }

        blobs.Sort((a, b) => a.LastModified.CompareTo(b.LastModified));
        return blobs;
    }

    /// <summary>A run of the function for a version; null where that is gone or replaced by now.</summary>
    /// <exception cref="RequestFailedException">Storage does not answer as it should.</exception>
    public async Task<FunctionRun?> PrepareAsync(BlobVersion version, IServiceProvider services, CancellationToken cancellation)
    {
        var blob = Container.GetBlobClient(version.Name);
        var conditions = new BlobRequestConditions { IfMatch = new(version.ETag) };
        var data = Pattern.Match(version.Name)!;
        data["BlobTrigger"] = $"{Pattern.Container}/{version.Name}";
        data["Uri"] = blob.Uri;
        try
        {
            await blob.GetPropertiesAsync(conditions, cancellation);
            var value = await BindAsync(blob, conditions, cancellation);
            return new(Function, value, data, services, cancellation);
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status404NotFound or StatusCodes.Status412PreconditionFailed)
        {
            return null;
        }
    }

    private async Task<object> BindAsync(BlobClient blob, BlobRequestConditions conditions, CancellationToken cancellation)
    {
        var type = Function.TriggerParameter.ParameterType;
        if (type.IsInstanceOfType(blob))
            return blob;
        if (type == typeof(Stream))
            return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Conditions = conditions }, cancellation);

        var content = await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, cancellation);
        return type == typeof(string) ? content.Value.Content.ToString() : content.Value.Content.ToArray();
    }

    /// <summary>Whether a parameter of this type can take a blob.</summary>
    public static bool CanBind(Type type) =>
        type.IsAssignableFrom(typeof(BlobClient)) || type == typeof(Stream) || type == typeof(string) || type == typeof(byte[]);
}
