using Microsoft.DurableTask;

namespace Embedded.Functions.Orchestration;

/// <summary>Retries, as orchestrator code: their delays are timers of the history.</summary>
internal static class Retries
{
    public static async Task<T> RetryAsync<T>(this TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e)
            {
                var isInTime = policy.RetryTimeout == Timeout.InfiniteTimeSpan
                    || context.CurrentUtcDateTime - first < policy.RetryTimeout;
                if (attempt == policy.MaxNumberOfAttempts || !isInTime || !policy.ShouldRetry(e.FailureDetails))
                    throw;
            }

            await context.CreateTimer(Delay(policy, attempt), CancellationToken.None);
        }
    }

    public static async Task<T> RetryAsync<T>(this TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e)
            {
                var elapsed = context.CurrentUtcDateTime - first;
                if (!await handler(new(context, attempt, e.FailureDetails, elapsed, CancellationToken.None)))
                    throw;
            }
        }
    }

    /// <summary>After the given attempt, which counts from 1.</summary>
    private static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(365) : policy.MaxRetryInterval;
        var seconds = policy.FirstRetryInterval.TotalSeconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return seconds < longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : longest;
    }
}
