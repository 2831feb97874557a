using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on each new version of a blob.</summary>
/// <param name="blobPath">Container and name, with names of parameters in braces: <c>clips/{name}</c>.</param>
public sealed class BlobTriggerAttribute(string blobPath) : TriggerBindingAttribute
{
    /// <summary>Container and name, with names of parameters in braces.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting that holds the storage connection; <c>AzureWebJobsStorage</c> where none is given.</summary>
    public string? Connection { get; set; }

    /// <summary>How a host learns of new blobs.</summary>
    public BlobTriggerSource Source { get; set; } = BlobTriggerSource.LogsAndContainerScan;
}
