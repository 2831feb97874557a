using Microsoft.DurableTask;

namespace Embedded.Functions.Orchestration;

/// <summary>The numbers are stored: new ones go to the end.</summary>
internal enum HistoryEventType
{
    /// <summary>A step of the orchestrator begins; its time is the orchestrator's clock.</summary>
    OrchestratorStarted = 0,
    ExecutionStarted = 1,
    TaskScheduled = 2,
    TaskCompleted = 3,
    TaskFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    ExecutionCompleted = 7,
    ExecutionTerminated = 8,
}

/// <summary>One thing that happened to an orchestration. The history is all there is: code and state follow from it.</summary>
/// <param name="TaskId">The number of the activity's call or the timer.</param>
/// <param name="Name">The activity's or orchestrator's name.</param>
/// <param name="Data">Input, result or reason, as JSON.</param>
/// <param name="FireAt">When a timer is due.</param>
internal sealed record HistoryEvent(
    HistoryEventType Type,
    DateTimeOffset Time,
    int? TaskId = null,
    string? Name = null,
    string? Data = null,
    TaskFailureDetails? Failure = null,
    DateTimeOffset? FireAt = null);
