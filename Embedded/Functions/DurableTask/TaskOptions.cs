namespace Microsoft.DurableTask;

/// <summary>How a task is called.</summary>
public record TaskOptions
{
    /// <summary>With retries, or without where null.</summary>
    public TaskOptions(TaskRetryOptions? retry)
    {
        Retry = retry;
    }

    /// <summary>When a failed task is tried again; never where null.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Retries by a policy.</summary>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Retries by a handler.</summary>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Retries by a handler.</summary>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);
}
