using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline.Erasure;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>
/// Last activity: sends the message about how a voice ended; a retry may send it twice. A voice that was started while it was being erased
/// is erased again.
/// </summary>
public sealed class NotifyFinished(VoiceStore voices, FinishedVoices finished, VoicesUnderWay underWay)
{
    [Function(nameof(NotifyFinished))]
    public async Task RunAsync(
        [ActivityTrigger] VoiceRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var id = request.Id;
        underWay.End(id);
        if (await voices.IsErasedAsync(id, cancellationToken))
        {
            await client.ScheduleOnceAsync(
                nameof(ConfirmErasure), ConfirmErasure.InstanceOf(id), id, Orchestrations.IsOver, cancellationToken);
            return;
        }

        if (finished.IsOff)
            return;

        var files = (await voices.ListAsync(id, cancellationToken)).Where(file => file != VoiceFiles.Request).ToList();
        var status = files.Contains(VoiceFiles.Profile) ? VoiceState.Completed
            : files.Contains(VoiceFiles.Rejection) ? VoiceState.Rejected
            : VoiceState.Failed;
        var rejection = status is VoiceState.Rejected ? await voices.ReadStoredRejectionAsync(id, cancellationToken) : null;
        var blobs = files.Select(file => $"{BlobNames.Voices}/{BlobNames.For(id, file)}").ToList();
        var clips = (request.Recordings ?? [request]).Select(recording => $"{BlobNames.Clips}/{recording.ClipName}").ToList();
        var isOne = request.Recordings is null;
        var message = new VoiceFinished(id, status, isOne ? clips[0] : null, rejection?.Rejection.Code, blobs, isOne ? null : clips);
        await finished.SendAsync(message, cancellationToken);
    }
}
