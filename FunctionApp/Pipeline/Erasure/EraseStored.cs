using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>Second activity of an erasure: erases what is stored and the preparation's history, and schedules a later check.</summary>
public sealed class EraseStored(VoiceEraser eraser)
{
    [Function(nameof(EraseStored))]
    public async Task RunAsync(
        [ActivityTrigger] string voiceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await eraser.EraseAsync(voiceId, cancellationToken);
        await client.PurgeInstanceAsync(voiceId, cancellationToken);
        await client.ScheduleOnceAsync(
            nameof(ConfirmErasure), ConfirmErasure.InstanceOf(voiceId), voiceId, Orchestrations.IsOver, cancellationToken);
    }
}
