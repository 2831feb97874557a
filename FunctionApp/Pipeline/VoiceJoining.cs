using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Starts voices of several recordings.</summary>
public sealed class VoiceJoining(VoiceStore voices, VoiceMembers members, VoiceIntake intake, VoiceLookup lookup)
{
    /// <summary>Most recordings of one voice.</summary>
    public const int MaxRecordings = 25;

    /// <summary>Starts a voice, once more where it has failed; one that is there already is left as it is.</summary>
    /// <param name="version">The number of its version; the next that was not erased is taken.</param>
    public async Task<VoiceStatus> StartAsync(DurableTaskClient client, string name, int version, IReadOnlyList<VoiceRequest> recordings, CancellationToken cancellation)
    {
        VoiceRequest request;
        do
        {
            request = VoiceRequest.Of(name, version++, recordings, DateTimeOffset.UtcNow);
        }
        while (await voices.IsErasedAsync(request.Id, cancellation));

        request = await voices.ReadRequestAsync(request.Id, cancellation) ?? request;
        var status = await lookup.FindAsync(client, request.Id, cancellation);
        if (status is null or { Status: VoiceState.Failed })
        {
            await voices.WriteRequestAsync(request, cancellation);
            await Task.WhenAll(recordings.Select(recording => AddAsync(request.Id, recording, cancellation)));
            await intake.StartAsync(client, request, cancellation, afterFailure: status is not null);
            status = new VoiceStatus(request.Id, VoiceState.Queued);
        }

        return status;
    }

    private async Task AddAsync(string voiceId, VoiceRequest recording, CancellationToken cancellation)
    {
        await members.AddAsync(recording.Id, voiceId, cancellation);
        if (!await voices.IsErasedAsync(recording.Id, cancellation))
        {
            await voices.WriteRequestAsync(recording, cancellation);
        }
    }
}
