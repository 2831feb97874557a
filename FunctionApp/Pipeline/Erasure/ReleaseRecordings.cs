using Microsoft.Azure.Functions.Worker;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>
/// Removes an erased voice from its recordings' lists of voices, and finds the recordings that were uploaded for it and are in no other
/// voice: they are erased with it.
/// </summary>
public sealed class ReleaseRecordings(VoiceStore voices, VoiceMembers members)
{
    [Function(nameof(ReleaseRecordings))]
    public async Task<IReadOnlyList<string>> RunAsync([ActivityTrigger] string voiceId, CancellationToken cancellationToken)
    {
        var alone = new List<string>();
        foreach (var recording in (await voices.ReadRequestAsync(voiceId, cancellationToken))?.Recordings ?? [])
        {
            await members.RemoveAsync(recording.Id, voiceId, cancellationToken);
            if (recording.IsPart && await members.ListAsync(recording.Id, cancellationToken) is [])
                alone.Add(recording.Id);
        }

        return alone;
    }
}
