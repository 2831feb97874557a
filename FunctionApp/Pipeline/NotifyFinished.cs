using Microsoft.Azure.Functions.Worker;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Last activity: tells the queue how a voice ended. Run again it may tell it twice.</summary>
public sealed class NotifyFinished(VoiceStore voices, FinishedVoices finished)
{
    [Function(nameof(NotifyFinished))]
    public async Task RunAsync([ActivityTrigger] VoiceRequest request, CancellationToken cancellation)
    {
        var id = request.Id;
        var rejection = await voices.ReadRejectionAsync(id, cancellation);
        var files = (await voices.ListAsync(id, cancellation)).Where(file => file != VoiceFiles.Request).ToList();
        var status = rejection is not null ? VoiceState.Rejected : files.Contains(VoiceFiles.Profile) ? VoiceState.Completed : VoiceState.Failed;
        if (!await voices.IsErasedAsync(id, cancellation))
        {
            var blobs = files.Select(file => $"{BlobNames.Voices}/{BlobNames.For(id, file)}").ToList();
            await finished.SendAsync(new VoiceFinished(id, status, $"{BlobNames.Clips}/{request.ClipName}", rejection?.Code, blobs), cancellation);
        }
    }
}
