using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Starts voices of several recordings.</summary>
public sealed class JoinedVoiceIntake(VoiceStore voices, VoiceMembers members, VoiceIntake intake, VoiceLookup lookup)
{
    /// <summary>The most recordings of one voice.</summary>
    public const int MaxRecordings = 25;

    /// <summary>Starts a voice, or restarts it if it has failed; any other that exists already is left as it is.</summary>
    /// <param name="version">The version to start with; the first one from there that was not erased is used.</param>
    public async Task<VoiceStatus> StartAsync(
        DurableTaskClient client, string name, int version, IReadOnlyList<VoiceRequest> recordings, CancellationToken cancellationToken)
    {
        VoiceRequest request;
        do
        {
            request = VoiceRequest.Of(name, version++, recordings, DateTimeOffset.UtcNow);
        }
        while (await voices.IsErasedAsync(request.Id, cancellationToken));

        request = await voices.ReadRequestAsync(request.Id, cancellationToken) ?? request;
        var status = await lookup.FindAsync(client, request.Id, cancellationToken);
        if (status is null or { Status: VoiceState.Failed })
        {
            await voices.WriteRequestAsync(request, cancellationToken);
            await Task.WhenAll(recordings.Select(recording => AddAsync(request.Id, recording, cancellationToken)));
            await intake.StartAsync(client, request, cancellationToken, afterFailure: status is not null);
            status = new VoiceStatus(request.Id, VoiceState.Queued);
        }

        return status;
    }

    private async Task AddAsync(string voiceId, VoiceRequest recording, CancellationToken cancellationToken)
    {
        await members.AddAsync(recording.Id, voiceId, cancellationToken);
        if (!await voices.IsErasedAsync(recording.Id, cancellationToken))
            await voices.WriteRequestAsync(recording, cancellationToken);
    }
}
