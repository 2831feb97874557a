using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VoicePrep.Contracts;

namespace VoicePrep.Pipeline;

/// <summary>The erasure of a voice, an orchestration so that a crash does not leave it half done.</summary>
public static class EraseVoice
{
    /// <summary>ID of the orchestration.</summary>
    public static string InstanceOf(string voiceId) => $"erase-{voiceId}";

    [Function(nameof(EraseVoice))]
    public static async Task<ErasureReport> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, string voiceId)
    {
        var found = await context.CallActivityAsync<IReadOnlyList<string>>(nameof(StopVoice), voiceId, Failures.Retry);
        await context.CallActivityAsync(nameof(EraseStored), voiceId, Failures.Retry);
        return new ErasureReport(voiceId, found);
    }
}
