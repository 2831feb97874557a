using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>
/// Activity of <see cref="Retention"/>: erases voices, clips and histories that are past their age, and what interrupted uploads left
/// behind.
/// </summary>
public sealed partial class EraseExpired(
    VoiceIndex index, VoiceStore voices, ClipStore clips, IOptions<StorageOptions> options, ILogger<EraseExpired> logger)
{
    /// <summary>Erasures started at a time: few enough not to delay uploads.</summary>
    private const int MaxVoices = 100;

    /// <summary>Age from which a clip without a voice counts as abandoned: longer than any upload takes. Days.</summary>
    private const double AbandonedDays = 1;

    /// <summary>How long something that began before an erasure may still write, with a margin.</summary>
    private static readonly TimeSpan Stragglers = TimeSpan.FromDays(8); // messages of queues live for seven days

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Ever = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>How long to wait until the next run; null if nothing ever expires.</returns>
    [Function(nameof(EraseExpired))]
    public async Task<TimeSpan?> RunAsync(
        [ActivityTrigger] object? input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var ages = options.Value;
        if (!ages.Ages.Any())
            return null;

        var now = await voices.GetTimeAsync(cancellationToken);
        var begun = ages.VoiceDays > 0 ? await EraseVoicesAsync(client, Before(ages.VoiceDays), cancellationToken) : 0;
        await EraseClipsAsync(ages.ClipDays > 0 ? Before(ages.ClipDays) : null, Before(AbandonedDays), cancellationToken);

        if (ages.HistoryDays > 0)
        {
            var before = Before(ages.HistoryDays);
            await PurgeHistoriesAsync(client, before, cancellationToken);
            await voices.ForgetErasuresAsync(before < now - Stragglers ? before : now - Stragglers, cancellationToken);
        }

        var pause = TimeSpan.FromDays(ages.Ages.Min() / 24);
        return begun == MaxVoices || pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;

        DateTimeOffset Before(double days) => now - TimeSpan.FromDays(days);
    }

    /// <returns>How many erasures were started.</returns>
    private async Task<int> EraseVoicesAsync(DurableTaskClient client, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var begun = 0;
        await foreach (var voice in index.ListAsync(VoiceIndex.From(before), MaxVoices, cancellationToken))
        {
            var id = voice.Summary.Id;
            if (await client.ScheduleOnceAsync(
                nameof(EraseVoice), EraseVoice.InstanceOf(id), id, Orchestrations.IsOver, cancellationToken))
            {
                VoiceExpired(logger, id, voice.Summary.Uploaded);
                if (++begun == MaxVoices)
                    break;
            }
        }

        return begun;
    }

    /// <summary>Keeps the clips of voices that are not done, or failed and may be retried; consent is erased with its voice.</summary>
    /// <param name="before">Clips stored before this are past their age; null if clips do not expire.</param>
    /// <param name="abandonedBefore">Clips without a voice that were stored before this are abandoned.</param>
    private async Task EraseClipsAsync(DateTimeOffset? before, DateTimeOffset abandonedBefore, CancellationToken cancellationToken)
    {
        await foreach (var clip in clips.ListAsync(prefix: null, cancellationToken))
        {
            if (clip.Stored < abandonedBefore && await IsAbandonedAsync(clip, cancellationToken))
            {
                await clips.DeleteAsync(clip.Name, clip.Etag, cancellationToken);
                ClipAbandoned(logger, clip.Name);
            }
            else if (
                clip.Stored < before
                && !ClipName.IsOfConsent(clip.Name)
                && await voices.IsSettledAsync(clip.VoiceId, cancellationToken))
            {
                await clips.DeleteAsync(clip.Name, clip.Etag, cancellationToken);
                ClipExpired(logger, clip.VoiceId);
            }
        }
    }

    /// <summary>
    /// True for a clip whose upload was cut off when the process ended, so that no client knows it and no event starts it: a recording of
    /// consent whose clip was not stored, or a part of a voice that was never requested.
    /// </summary>
    private async Task<bool> IsAbandonedAsync(StoredClip clip, CancellationToken cancellationToken) =>
        clip.IsPart
        && ClipName.IsInFreshFolder(clip.Name)
        && (ClipName.IsOfConsent(clip.Name)
            ? !await voices.IsClaimedAsync(clip.Name, cancellationToken)
                && !await clips.ListAsync(ClipName.FreshFolder(clip.Name), cancellationToken)
                    .AnyAsync(other => !ClipName.IsOfConsent(other.Name), cancellationToken)
            : !await voices.IsAskedForAsync(clip.VoiceId, cancellationToken));

    /// <summary>Keeps the histories of orchestrations that failed or were terminated: they are the only record of that.</summary>
    private async Task PurgeHistoriesAsync(DurableTaskClient client, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(Ever, before, [OrchestrationRuntimeStatus.Completed]), cancellationToken);
        if (purged.PurgedInstanceCount > 0)
            HistoriesPurged(logger, purged.PurgedInstanceCount);
    }

    [LoggerMessage(231, LogLevel.Information, "Voice {VoiceId}: uploaded {Uploaded:u}, past its age; erasing it")]
    private static partial void VoiceExpired(ILogger logger, string voiceId, DateTimeOffset uploaded);

    [LoggerMessage(232, LogLevel.Information, "Voice {VoiceId}: its clip was past its age and was erased")]
    private static partial void ClipExpired(ILogger logger, string voiceId);

    [LoggerMessage(234, LogLevel.Information, "{ClipName} belongs to no voice and was erased: its upload was cut off")]
    private static partial void ClipAbandoned(ILogger logger, string clipName);

    [LoggerMessage(233, LogLevel.Information, "Purged {Count} histories that were past their age")]
    private static partial void HistoriesPurged(ILogger logger, int count);
}
