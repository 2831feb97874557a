using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives the function a <see cref="Microsoft.DurableTask.Client.DurableTaskClient"/>.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute;

/// <summary>Runs the function as an orchestrator: deterministic, replayed, awaiting nothing but its context's tasks.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestrator's name where it differs from the function's.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Runs the function as an activity, at least once for each call; the parameter is the call's input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name where it differs from the function's.</summary>
    public string? Activity { get; set; }
}
