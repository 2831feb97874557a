using Microsoft.Azure.Functions.Worker;
using VoicePrep.Contracts;
using VoicePrep.Joining;
using VoicePrep.Observability;
using VoicePrep.Requests;
using VoicePrep.Storage;
using VoicePrep.Voice;

namespace VoicePrep.Pipeline;

/// <summary>Fourth activity, for a voice of several recordings: joins the results of the other three, or stores why it cannot.</summary>
public sealed class JoinRecordings(
    VoiceStore voices, VoiceIndex index, VoiceEraser eraser, VoiceJoiner joiner, VoicePrepTelemetry telemetry)
{
    [Function(nameof(JoinRecordings))]
    public async Task RunAsync([ActivityTrigger] VoiceRequest request, CancellationToken cancellationToken)
    {
        await using var erasure = eraser.Guard(request);
        using var stage = telemetry.StartStage(StageNames.JoinRecordings, request.Id);
        if (!await voices.IsSettledAsync(request.Id, cancellationToken))
        {
            var recordings = await Task.WhenAll(request.Recordings!.Select(recording => ReadAsync(recording.Id, cancellationToken)));
            var joined = joiner.Join([.. recordings.OfType<PreparedRecording>()]);
            if (joined is JoinedVoice.Rejected { Rejection: var rejection })
            {
                await voices.RejectAsync(
                    new StoredRejection(VoiceProfile.CurrentSchemaVersion, request.Id, Source: null, rejection, joined.Recordings),
                    cancellationToken);
                await index.RejectAsync(request, rejection.Code, cancellationToken);
                stage.Reject(rejection.Code);
                return;
            }

            await CompleteAsync(request, (JoinedVoice.Accepted)joined, cancellationToken);
        }

        stage.Complete();
    }

    private async Task CompleteAsync(VoiceRequest request, JoinedVoice.Accepted voice, CancellationToken cancellationToken)
    {
        var reference = voice.Reference.Profile;
        await voices.UploadAsync(request.Id, VoiceFiles.Embedding, TranscribeAndEmbed.ToNpy(voice.Embedding.Values), cancellationToken);
        foreach (var file in VoiceFiles.Public.Where(file => file != VoiceFiles.Embedding))
            await voices.CopyAsync(reference.Id, request.Id, file, cancellationToken);

        var profile = reference with
        {
            SchemaVersion = VoiceProfile.CurrentSchemaVersion,
            Id = request.Id,
            Verdict = voice.Verdict,
            Embedding = reference.Embedding with { Consistency = voice.Consistency, Pieces = voice.Embedding.Pieces },
            Name = request.ClipName,
            Version = request.Version,
            Recordings = voice.Recordings,
        };
        await voices.CompleteAsync(profile, cancellationToken);
        await index.CompleteAsync(request, profile.Verdict.Grade, cancellationToken);
    }

    /// <summary>The result for a recording; null if it was erased meanwhile.</summary>
    private async Task<PreparedRecording?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        PreparedRecording? recording = null;
        if (await voices.ReadProfileAsync(id, cancellationToken) is { } profile
            && await voices.OpenVersionAsync(id, VoiceFiles.Embedding, cancellationToken) is { Content: var file })
        {
            recording = new PreparedRecording.Accepted(id, profile, NpyFile.Read(file).Values);
        }
        else if (await voices.ReadStoredRejectionAsync(id, cancellationToken) is { Source: { } source } stored)
        {
            recording = new PreparedRecording.Rejected(id, source, stored.Rejection);
        }

        // checked last: an erasure that begins later finds this voice and rebuilds it
        return await voices.IsErasedAsync(id, cancellationToken) ? null
            : recording ?? throw new FileNotFoundException($"Recording {id} has neither profile nor rejection.");
    }
}
