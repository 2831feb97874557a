namespace Microsoft.DurableTask;

/// <summary>How an orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>With an ID and a moment, or without.</summary>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A random one where null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>It does not begin before this moment; at once where null.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The names of the statuses in which an instance of the same ID forbids a new one; where null,
    /// an unfinished one forbids it and a finished one is replaced.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
