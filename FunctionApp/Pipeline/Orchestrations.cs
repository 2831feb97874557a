using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VoicePrep.Pipeline;

/// <summary>Starts orchestrations that several callers may request at once.</summary>
internal static class Orchestrations
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>True for the statuses of an orchestration that has ended.</summary>
    public static bool IsOver(OrchestrationRuntimeStatus status) =>
        status is not (OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended);

    /// <summary>Waits until an orchestration has ended, polling more often than the client's own method (every two seconds).</summary>
    /// <returns>Null if there is no such orchestration.</returns>
    public static async Task<OrchestrationMetadata?> WaitForEndAsync(
        this DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken);
            if (instance is null || IsOver(instance.RuntimeStatus))
                return instance;

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Starts an orchestration, unless one of this ID is in a status for which <paramref name="replaces"/> is false.</summary>
    /// <returns>True if it was started.</returns>
    public static async Task<bool> ScheduleOnceAsync(
        this DurableTaskClient client,
        TaskName name,
        string id,
        object input,
        Func<OrchestrationRuntimeStatus, bool> replaces,
        CancellationToken cancellationToken)
    {
        OrchestrationRuntimeStatus[] kept =
        [
            .. StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Where(status => !replaces(status)),
        ];
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(id).WithDedupeStatuses(kept), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It exists already, or was started at the same moment; not every backend distinguishes this from a fault.
            if (await client.GetInstanceAsync(id, getInputsAndOutputs: false, cancellationToken) is not { } instance
                || !kept.Contains(instance.RuntimeStatus))
                throw;

            return false;
        }
    }
}
