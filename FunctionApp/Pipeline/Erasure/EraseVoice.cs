using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VoicePrep.Contracts.Reports;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>
/// The erasure of a voice, an orchestration so that a crash cannot leave it half done. Voices that contain it as a recording are rebuilt
/// without it, and recordings that only this voice had are erased too.
/// </summary>
public static class EraseVoice
{
    /// <summary>ID of the orchestration.</summary>
    public static string InstanceOf(string voiceId) => $"erase-{voiceId}";

    [Function(nameof(EraseVoice))]
    public static async Task<ErasureReport> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, string voiceId)
    {
        var found = await EraseAsync(context, voiceId);
        // only after EraseAsync has marked the voice, so that whatever begins later sees the mark
        var remade = await context.CallActivityAsync<IReadOnlyList<RemadeVoice>>(nameof(RemakeVoices), voiceId, Failures.Retry);
        foreach (var voice in remade)
            await EraseAsync(context, voice.Id);

        return new ErasureReport(voiceId, found, remade.Count > 0 ? remade : null);
    }

    private static async Task<IReadOnlyList<string>> EraseAsync(TaskOrchestrationContext context, string voiceId)
    {
        var found = new List<string>(await context.CallActivityAsync<IReadOnlyList<string>>(nameof(StopVoice), voiceId, Failures.Retry));
        // before EraseStored, which deletes the list of them
        var recordings = await context.CallActivityAsync<IReadOnlyList<string>>(nameof(ReleaseRecordings), voiceId, Failures.Retry);
        await context.CallActivityAsync(nameof(EraseStored), voiceId, Failures.Retry);
        foreach (var recording in recordings)
            found.AddRange((await EraseAsync(context, recording)).Select(file => $"{recording}/{file}"));

        return found;
    }
}
