namespace Microsoft.DurableTask.Client;

/// <summary>What a purge did.</summary>
public class PurgeResult
{
    /// <summary>With the number of orchestrations that are gone.</summary>
    public PurgeResult(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
    }

    /// <summary>The number of orchestrations that are gone.</summary>
    public int PurgedInstanceCount { get; }
}

/// <summary>How to purge.</summary>
/// <param name="Recursive">With orchestrations called by it; this host has none.</param>
public record PurgeInstanceOptions(bool Recursive = false);
