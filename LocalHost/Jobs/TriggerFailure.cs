using System.Runtime.ExceptionServices;
using Azure;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>
/// A trigger that gave up: nothing would start any more, so the host stops, and starts again where the reason is one that passes: storage
/// that was away for longer than a trigger waits, or than its lock of a blob lasts.
/// </summary>
internal sealed class TriggerFailure(IHostApplicationLifetime lifetime) : IWebJobsExceptionHandler
{
    private Exception? cause;

    /// <summary>Why a trigger gave up, in a line; null while all of them work.</summary>
    public string? Reason => cause is null ? null : $"A trigger gave up: {cause.Message.Split('\n')[0].Trim()}";

    /// <summary>Whether another try may succeed; not where storage refuses the key, say.</summary>
    public bool Passes => cause is AggregateException or OperationCanceledException // tried for as long as its client does
        || cause is RequestFailedException { Status: 0 or StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed or >= 500 };

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            Interlocked.CompareExchange(ref cause, exceptionInfo.SourceException, null);
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    /// <summary>Asked for by functions with a time-out alone; an isolated worker keeps its own.</summary>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
        OnUnhandledExceptionAsync(exceptionInfo);
}
