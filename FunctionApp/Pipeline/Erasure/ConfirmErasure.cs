using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>
/// Erases again until nothing is left. An event that arrived at the same moment may have started the voice after the erasure checked, and
/// if a preparation is ended before it began, Durable may write its history after it was purged.
/// </summary>
public static class ConfirmErasure
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>ID of the orchestration.</summary>
    public static string InstanceOf(string voiceId) => $"confirm-erasure-{voiceId}";

    [Function(nameof(ConfirmErasure))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, string voiceId)
    {
        IReadOnlyList<string> found;
        do
        {
            await context.CreateTimer(Pause, CancellationToken.None);
            found = await context.CallActivityAsync<IReadOnlyList<string>>(nameof(StopVoice), voiceId, Failures.Retry);
            await context.CallActivityAsync(nameof(EraseStored), voiceId, Failures.Retry);
        }
        while (found.Count > 0);
    }
}
