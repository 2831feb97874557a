using System.Runtime.ExceptionServices;
using Azure;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>
/// A trigger that gave up. Nothing would be started any more, so the host stops, and restarts if the cause is transient, as when storage
/// was away for longer than a trigger waits or than its lock on a blob lasts.
/// </summary>
internal sealed class TriggerFailure(IHostApplicationLifetime lifetime) : IWebJobsExceptionHandler
{
    private Exception? cause;

    /// <summary>Why a trigger gave up, in one line; null while all of them work.</summary>
    public string? Reason => cause is null ? null : $"A trigger gave up: {cause.Message.Split('\n')[0].Trim()}";

    /// <summary>Whether another attempt may succeed; false, for example, if storage refuses the key.</summary>
    public bool IsTransient => cause is AggregateException or OperationCanceledException // tried for as long as its client does
        || cause is RequestFailedException
        {
            Status: 0 or StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed or >= 500,
        };

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            Interlocked.CompareExchange(ref cause, exceptionInfo.SourceException, null);
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    /// <summary>Called only for functions with a time-out; an isolated worker enforces its own.</summary>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
        OnUnhandledExceptionAsync(exceptionInfo);
}
