using Microsoft.Azure.Functions.Worker;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>
/// Notes of each recording of an erased voice that it is no longer part of it, and finds those that were uploaded for this voice and are
/// part of no other: they are erased with it.
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
