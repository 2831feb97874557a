using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>A trigger gave up, for example because storage refuses the key: the host stops and says why.</summary>
internal sealed class TriggerFailure(IHostApplicationLifetime lifetime) : IWebJobsExceptionHandler
{
    private string? reason;

    /// <summary>Why a trigger gave up, in a line; null while all of them work.</summary>
    public string? Reason => reason;

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        Interlocked.CompareExchange(ref reason, $"A trigger gave up: {exceptionInfo.SourceException.Message.Split('\n')[0].Trim()}", null);
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    /// <summary>Asked for by functions with a time-out alone; an isolated worker keeps its own.</summary>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
        OnUnhandledExceptionAsync(exceptionInfo);
}
