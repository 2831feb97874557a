using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Orchestration;

internal static partial class OrchestrationLog
{
    [LoggerMessage(100, LogLevel.Information, "Resumes {Count} unfinished orchestrations")]
    public static partial void Resumes(this ILogger logger, int count);

    [LoggerMessage(101, LogLevel.Debug, "{Name} {InstanceId} is {Status}")]
    public static partial void Stepped(this ILogger logger, string name, string instanceId, string status);

    [LoggerMessage(102, LogLevel.Error, "{Name} {InstanceId} failed: {Failure}")]
    public static partial void OrchestrationFailed(this ILogger logger, string name, string instanceId, string failure);

    [LoggerMessage(103, LogLevel.Error, "A step of {InstanceId} could not be written and is tried again")]
    public static partial void NotWritten(this ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(104, LogLevel.Debug, "Activity {Name} #{TaskId} of {InstanceId} starts")]
    public static partial void ActivityStarts(this ILogger logger, string name, int taskId, string instanceId);

    [LoggerMessage(105, LogLevel.Debug, "Activity {Name} #{TaskId} of {InstanceId} has ended after {Milliseconds} ms")]
    public static partial void ActivityEnded(this ILogger logger, string name, int taskId, string instanceId, long milliseconds);

    [LoggerMessage(106, LogLevel.Warning, "Activity {Name} #{TaskId} of {InstanceId} failed")]
    public static partial void ActivityFailed(this ILogger logger, string name, int taskId, string instanceId, Exception exception);

    [LoggerMessage(107, LogLevel.Information, "Activity {Name} #{TaskId} of {InstanceId} was interrupted and runs again at the next start")]
    public static partial void ActivityInterrupted(this ILogger logger, string name, int taskId, string instanceId);
}
