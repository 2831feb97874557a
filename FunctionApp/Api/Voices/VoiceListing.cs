using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary>Pages of voices.</summary>
public sealed class VoiceListing(VoiceIndex index, VoiceLookup voices)
{
    /// <summary>How many voices one call searches; the rest is left to the next page.</summary>
    private const int MaxLooked = 1000;

    /// <param name="from">Where the page begins; null for the newest voice.</param>
    /// <param name="limit">The most voices of the page.</param>
    /// <param name="status">Only voices with this status; null for all.</param>
    /// <param name="name">Only voices whose name contains this, in upper or lower case; null for all.</param>
    public async Task<VoiceList> ListAsync(
        DurableTaskClient client, string? from, int limit, VoiceState? status, string? name, CancellationToken cancellationToken)
    {
        var found = new List<VoiceSummary>();
        var pending = new List<VoiceSummary>(); // looked up together: those that are being prepared take time
        var looked = 0;
        var pageSize = status is null && name is null ? limit + 1 : MaxLooked + 1;
        await foreach (var voice in index.ListAsync(from, pageSize, cancellationToken))
        {
            if (found.Count + pending.Count == limit || looked == MaxLooked)
            {
                await UpdatePendingAsync();
                if (found.Count == limit || looked == MaxLooked)
                    return new VoiceList(found, voice.Key);
            }

            looked++;
            if ((name is null || voice.Summary.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
                && (voice.Summary.Status is VoiceState.Queued || status is null || voice.Summary.Status == status))
            {
                pending.Add(voice.Summary);
            }
        }

        await UpdatePendingAsync();
        return new VoiceList(found, Continuation: null);

        async Task UpdatePendingAsync()
        {
            var now = await Task.WhenAll(pending.Select(voice => UpdateAsync(client, voice, cancellationToken)));
            found.AddRange(now.OfType<VoiceSummary>().Where(voice => status is null || voice.Status == status));
            pending.Clear();
        }
    }

    /// <summary>Updates a voice with its current state if the index does not say how it ended; null if it is gone.</summary>
    private async Task<VoiceSummary?> UpdateAsync(DurableTaskClient client, VoiceSummary voice, CancellationToken cancellationToken)
    {
        if (voice.Status is not VoiceState.Queued)
            return voice;

        return await voices.FindAsync(client, voice.Id, cancellationToken) is { } now
            ? voice with
            {
                Status = now.Status,
                Stage = now.Stage,
                Grade = now.Profile?.Verdict.Grade,
                Code = now.Rejection?.Code ?? now.ErrorCode,
            }
            : null;
    }
}
