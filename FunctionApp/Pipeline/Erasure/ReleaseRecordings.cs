using Microsoft.Azure.Functions.Worker;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>
/// Takes a voice that is erased off its recordings, and finds those that were uploaded for it and that no other voice has: they are erased
/// with it.
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
