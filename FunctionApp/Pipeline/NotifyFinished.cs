using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline.Erasure;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>
/// Last activity: sends the message that says how a voice ended; a retry may send it twice. A voice that was started while it was being
/// erased is erased once more.
/// </summary>
public sealed class NotifyFinished(VoiceStore voices, FinishedVoices finished)
{
    [Function(nameof(NotifyFinished))]
    public async Task RunAsync(
        [ActivityTrigger] VoiceRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var id = request.Id;
        if (await voices.IsErasedAsync(id, cancellationToken))
        {
            await client.ScheduleOnceAsync(
                nameof(ConfirmErasure), ConfirmErasure.InstanceOf(id), id, Orchestrations.IsOver, cancellationToken);
            return;
        }

        if (finished.IsOff)
            return;

        var rejection = await voices.ReadRejectionAsync(id, cancellationToken);
        var files = (await voices.ListAsync(id, cancellationToken)).Where(file => file != VoiceFiles.Request).ToList();
        var status = rejection is not null ? VoiceState.Rejected
            : files.Contains(VoiceFiles.Profile) ? VoiceState.Completed
            : VoiceState.Failed;
        var blobs = files.Select(file => $"{BlobNames.Voices}/{BlobNames.For(id, file)}").ToList();
        var clips = (request.Recordings ?? [request]).Select(recording => $"{BlobNames.Clips}/{recording.ClipName}").ToList();
        var message = new VoiceFinished(
            id, status, request.Recordings is null ? clips[0] : null, rejection?.Code, blobs, request.Recordings is null ? null : clips);
        await finished.SendAsync(message, cancellationToken);
    }
}
