using System.Diagnostics;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Trust;

/// <summary>How much chaos.</summary>
/// <param name="Clips">Uploads, half of them to the service and half to the container.</param>
/// <param name="WorkerKills">Kills of the app's process alone.</param>
/// <param name="HostKills">Kills of the host, in turn alone and with the app's process.</param>
/// <param name="StorageStops">How often storage is stopped, and started some seconds later.</param>
/// <param name="DiskFills">How often the temporary disk is filled for some seconds.</param>
/// <param name="Seed">Of the order and the moments.</param>
/// <param name="IsShort">For the tests: of short clips, and with short pauses.</param>
internal sealed record ChaosSize(
    int Clips, int WorkerKills, int HostKills, int StorageStops, int DiskFills, int Seed = 1, bool IsShort = false);

/// <summary>
/// Prepares clips while everything that they depend on is killed, stopped or filled up; afterwards each must have ended once, as in an
/// undisturbed run.
/// </summary>
internal sealed class Chaos(ChaosSize size, Action<string> say)
{
    /// <summary>
    /// The share of looks at a running ffmpeg, 50 ms apart, that kill it: a start that tries ffmpeg must succeed as well.
    /// </summary>
    private const int FfmpegOneIn = 20;

    /// <summary>Each n-th activity fails.</summary>
    private readonly int failsEach = size.IsShort ? 10 : 20;

    /// <summary>How long storage is away, and how long the disk is full.</summary>
    private readonly TimeSpan away = TimeSpan.FromSeconds(size.IsShort ? 2 : 5);

    /// <summary>The longest time between two disturbances.</summary>
    private readonly TimeSpan pause = TimeSpan.FromSeconds(size.IsShort ? 0.8 : 2.5);

#pragma warning disable CA5394 // the moments are to be the same with the same seed
    private readonly Random random = new(size.Seed);
#pragma warning restore CA5394
    private readonly TrustReport report = new("Chaos", size.IsShort);
    private readonly Dictionary<string, string> clipsById = new(StringComparer.Ordinal);
    private TrustBed bed = null!;
    private int uploaded;
    private int ffmpegKills;

    /// <exception cref="InvalidOperationException">It could not be carried through; the message holds the service's log.</exception>
    public async Task<TrustReport> RunAsync()
    {
        try
        {
            return await TryAsync();
        }
        catch (Exception e) when (bed?.Service is { } service)
        {
            throw new InvalidOperationException($"{e.Message}\n{service.Log}", e);
        }
    }

    private async Task<TrustReport> TryAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var clips = await TrustClips.MakeAsync(size.IsShort);
        await using var made = bed = await TrustBed.StartAsync(disk: size.DiskFills > 0, size.IsShort ? [.. TrustBed.Short] : []);
        var undisturbed = await PrepareAsync([.. clips.All]);
        say($"undisturbed: {undisturbed.Count} recordings");

        bed.Storage.FailsEach = failsEach;
        using (var stop = new CancellationTokenSource())
        {
            var killing = KillFfmpegAsync(stop.Token);
            await DisturbAsync([.. clips.Good, .. clips.All]);
            await stop.CancelAsync();
            await killing;
        }

        bed.Storage.FailsEach = 0;
        var lastEvent = Stopwatch.GetTimestamp();
        await JudgeAsync(undisturbed);
        report.Add("settled after the last disturbance", $"{Stopwatch.GetElapsedTime(lastEvent).TotalSeconds:0} s");
        await bed.InspectAsync(report);
        report.Add("clips", $"{clipsById.Count}, of them {uploaded} uploaded to the service");
        report.Add(
            "kills: worker; host; host and worker; ffmpeg",
            $"{size.WorkerKills}; {(size.HostKills + 1) / 2}; {size.HostKills / 2}; {ffmpegKills}");
        report.Add("storage stopped; temporary disk filled", $"{size.StorageStops}; {(bed.HasDisk ? size.DiskFills : 0)}");
        report.Add($"activities that were made to fail, one in {failsEach}", $"{bed.Storage.Failed}");
        report.Add("duration", $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return report;
    }

    /// <summary>How each recording ends where nothing disturbs.</summary>
    private async Task<Dictionary<string, string>> PrepareAsync(IEnumerable<string> recordings)
    {
        var ended = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var recording in recordings)
        {
            var id = await bed.Service.PostAsync(recording);
            await bed.Service.FinishAsync(id);
            ended[recording] = await Outcomes.ReadAsync(bed.Voices, id)
                ?? throw new InvalidOperationException($"{recording} failed undisturbed.\n{bed.Service.Log}");
            clipsById[id] = recording;
        }

        return ended;
    }

    private async Task DisturbAsync(IReadOnlyList<string> recordings)
    {
        var events = Enumerable.Repeat(KillWorkerAsync, size.WorkerKills)
            .Concat(Enumerable.Range(0, size.HostKills).Select(i => (Func<Task>)(() => KillHostAsync(withWorker: i % 2 == 1))))
            .Concat(Enumerable.Repeat(StopStorageAsync, size.StorageStops))
            .Concat(Enumerable.Repeat(FillDiskAsync, size.DiskFills))
            .ToArray();
        random.Shuffle(events);
        for (int happened = 0, begun = 0; happened < events.Length; happened++)
        {
            for (; begun < size.Clips * (happened + 1) / events.Length; begun++)
                await UploadAsync(recordings[begun % recordings.Count], toService: begun % 2 == 0);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, (int)pause.TotalMilliseconds)));
            say($"{events[happened].Method.Name}, {happened + 1} of {events.Length} disturbances, {begun} of {size.Clips} clips");
            await events[happened]();
        }
    }

    /// <summary>
    /// Uploads like a client that waits and retries. An upload whose answer was lost may have been accepted: its voice counts like any
    /// other.
    /// </summary>
    private async Task UploadAsync(string recording, bool toService)
    {
        await Eventually.SucceedsAsync(async () =>
        {
            var id = toService ? await bed.Service.PostAsync(recording) : await bed.Azurite.Blobs.StoreClipAsync(recording);
            clipsById[id] = recording;
        });
        if (toService)
            uploaded++;
    }

    /// <summary>Waits for one where it is being started again.</summary>
    private Task KillWorkerAsync() => Eventually.SucceedsAsync(() => bed.Service.KillWorker());

    private async Task KillHostAsync(bool withWorker)
    {
        if (withWorker)
            bed.Service.KillBoth();
        else
            bed.Service.KillHost();
        await bed.StartServiceAsync();
    }

    private async Task StopStorageAsync()
    {
        await bed.Azurite.StopAsync();
        await Task.Delay(away);
        await bed.Azurite.StartAgainAsync();
    }

    private async Task FillDiskAsync()
    {
        if (!bed.HasDisk)
            return;
        var filler = Path.Combine(bed.Temporary, "filler");
        await TrustBed.IsDoneAsync("dd", "if=/dev/zero", $"of={filler}", "bs=1M"); // ends where nothing more fits
        await Task.Delay(away);
        File.Delete(filler);
    }

    private async Task KillFfmpegAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var running = Processes.Of(bed.Temporary).Where(TrustBed.IsFfmpeg).ToList();
            if (running.Count > 0 && random.Next(FfmpegOneIn) == 0 && Processes.End(running[0].Id))
            {
                ffmpegKills++;
                await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    /// <summary>The first place in which two ends differ.</summary>
    private static string Difference(string ended, string expected)
    {
        const int before = 60, length = 200;
        var place = ended.AsSpan().CommonPrefixLength(expected);
        return $"{Part(ended)} instead of {Part(expected)}";

        string Part(string whole)
        {
            var part = whole[Math.Max(0, Math.Min(place, whole.Length) - before)..Math.Min(whole.Length, place + length)];
            return $"'{part.ReplaceLineEndings(" ")}'";
        }
    }

    private async Task<string> DescribeFailureAsync(string id)
    {
        var failures = (await bed.Service.ListFailuresAsync(id)).CountBy(failure => failure, StringComparer.Ordinal);
        return $"failed: {string.Join("; ", failures.Select(failure => $"{failure.Value} x {failure.Key}"))}";
    }

    private async Task JudgeAsync(Dictionary<string, string> undisturbed)
    {
        var ids = await bed.ListVoicesAsync();
        report.Require(clipsById.Keys.All(ids.Contains), $"clips that were taken are lost");
        foreach (var id in ids)
        {
            var ended = await Eventually.IsAsync(
                async () =>
                    await Outcomes.ReadAsync(bed.Voices, id)
                        ?? (await bed.Service.FindAsync(id) is { Status: VoiceState.Failed } ? await DescribeFailureAsync(id) : null),
                () => $"the end of voice {id}\n{bed.Service.Log}",
                TimeSpan.FromMilliseconds(500));
            var expected = clipsById.TryGetValue(id, out var recording) ? undisturbed[recording] : null;
            var name = Path.GetFileName(recording ?? "an upload whose answer was lost");
            report.Require(
                expected is null ? undisturbed.ContainsValue(ended) : ended == expected,
                $"voice {id} of {name} ended otherwise: {Difference(ended, expected ?? "")}");
        }

        report.Add(
            "clips with one profile or rejection, equal to the undisturbed one", $"{ids.Count - report.Violations.Count} of {ids.Count}");
        var told = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.SucceedsAsync(async () =>
        {
            told.UnionWith((await bed.TakeFinishedAsync()).Select(voice => voice.Id));
            Assert.Superset(ids.ToHashSet(StringComparer.Ordinal), told);
        });
    }
}
