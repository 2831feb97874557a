using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Functions.Orchestration;

/// <summary>The row of an orchestration: what its status shows. Input, output and custom status are JSON.</summary>
internal sealed record InstanceState(
    string Id,
    string Name,
    OrchestrationRuntimeStatus Status,
    string? Input,
    string? Output,
    string? CustomStatus,
    TaskFailureDetails? Failure,
    DateTimeOffset Created,
    DateTimeOffset Updated,
    DateTimeOffset? StartAt)
{
    public bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;
}
