using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>First activity of an erasure: marks the voice, terminates its preparation, and lists what will be erased.</summary>
public sealed class StopVoice(VoiceStore voices, VoiceEraser eraser)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Function(nameof(StopVoice))]
    public async Task<IReadOnlyList<string>> RunAsync(
        [ActivityTrigger] string voiceId, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limited.CancelAfter(Limit);
        var before = await eraser.FindAsync(voiceId, limited.Token); // once marked, an activity may erase what it wrote
        await voices.MarkErasedAsync(voiceId, limited.Token);
        var instance = await client.GetInstanceAsync(voiceId, getInputsAndOutputs: false, limited.Token);
        if (instance is not null && !Orchestrations.IsOver(instance.RuntimeStatus))
        {
            await client.TerminateInstanceAsync(voiceId, limited.Token);
            await client.WaitForEndAsync(voiceId, limited.Token);
        }

        var found = before.Union(await eraser.FindAsync(voiceId, limited.Token), StringComparer.Ordinal);
        return instance is null ? [.. found] : [.. found, "history"];
    }
}
