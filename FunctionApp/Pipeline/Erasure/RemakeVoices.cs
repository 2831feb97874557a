using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts.Reports;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>Starts the next version, without an erased recording, of each voice that had it; the old ones are then erased.</summary>
public sealed class RemakeVoices(VoiceStore voices, VoiceMembers members, JoinedVoiceIntake joining)
{
    [Function(nameof(RemakeVoices))]
    public async Task<IReadOnlyList<RemadeVoice>> RunAsync(
        [ActivityTrigger] string recordingId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var remade = new List<RemadeVoice>();
        foreach (var id in await members.ListAsync(recordingId, cancellationToken))
        {
            var voice = await voices.ReadRequestAsync(id, cancellationToken);
            List<VoiceRequest> rest = [.. (voice?.Recordings ?? []).Where(recording => recording.Id != recordingId)];
            var anew = rest.Count > 0
                ? await joining.StartAsync(client, voice!.ClipName, voice.Version + 1, rest, cancellationToken)
                : null;
            remade.Add(new RemadeVoice(id, anew?.Id));
        }

        return remade;
    }
}
