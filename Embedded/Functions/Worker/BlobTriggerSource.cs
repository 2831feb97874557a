namespace Microsoft.Azure.Functions.Worker;

/// <summary>How a host learns of new blobs.</summary>
public enum BlobTriggerSource
{
    /// <summary>It looks into the container.</summary>
    LogsAndContainerScan,

    /// <summary>Event Grid calls it.</summary>
    EventGrid,
}
