using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Second activity of an erasure: erases what is stored, and the history of the preparation.</summary>
public sealed class EraseStored(VoiceEraser eraser)
{
    [Function(nameof(EraseStored))]
    public async Task RunAsync([ActivityTrigger] string voiceId, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        await eraser.EraseAsync(voiceId, cancellation);
        await client.PurgeInstanceAsync(voiceId, cancellation);
    }
}
