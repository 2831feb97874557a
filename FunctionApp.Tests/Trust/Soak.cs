using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Trust;

/// <summary>How long a soak.</summary>
/// <param name="Clips">Uploads, spread evenly over <paramref name="Within"/> as far as the clips in preparation allow.</param>
/// <param name="IsShort">For the tests: of short clips, on a machine that is not alone.</param>
internal sealed record SoakSize(int Clips, TimeSpan Within, bool IsShort = false)
{
    /// <summary>How long the history of a clip is kept.</summary>
    public TimeSpan HistoryAge { get; } = Within > TimeSpan.FromMinutes(5) ? TimeSpan.FromMinutes(2) : TimeSpan.FromSeconds(10);
}

/// <summary>
/// Many clips, one in a hundred of them hostile: the processes' resources must not grow, and no clip may take much longer than another.
/// </summary>
internal sealed class Soak(SoakSize size, Action<string> say)
{
    private const int HostileEach = 100;

    /// <summary>Most clips that are in preparation; an upload waits for its turn.</summary>
    private const int AtOnce = 6;

    /// <summary>The share of the clips after which the processes have what they need.</summary>
    private const double WarmUp = 0.3;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HistoriesInterval = TimeSpan.FromSeconds(10);

    private readonly TrustReport report = new("Soak", size.IsShort);
    private readonly ConcurrentDictionary<string, (string Recording, long At)> uploaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> finished = new(StringComparer.Ordinal);
    private readonly List<Sample> samples = [];
    private readonly List<int> histories = [];
    private readonly Dictionary<VoiceState, int> outcomes = [];
    private long started;

    /// <summary>What a process held at a moment, in seconds: resident memory in MB, open handles, threads.</summary>
    private sealed record Sample(string Process, double Time, double Megabytes, double Handles, double Threads);

    private double Elapsed => Stopwatch.GetElapsedTime(started).TotalSeconds;

    public async Task<TrustReport> RunAsync()
    {
        using var clips = await TrustClips.MakeAsync(size.IsShort);
        await using var bed = await TrustBed.StartAsync(
            disk: false,
            [
                .. size.IsShort ? TrustBed.Short : [],
                ("Storage__HistoryDays", size.HistoryAge.TotalDays.ToString(CultureInfo.InvariantCulture)),
            ]);
        await bed.WarmUpAsync(clips.Good[0]);
        started = Stopwatch.GetTimestamp();
        using var done = new CancellationTokenSource();
        var watching = Task.WhenAll(WatchAsync(bed, done.Token), CountHistoriesAsync(bed, done.Token));
        var following = FollowAsync(bed);
        var hostile = 0;
        for (var i = 0; i < size.Clips; i++)
        {
            var early = size.Within * i / size.Clips - TimeSpan.FromSeconds(Elapsed);
            if (early > TimeSpan.Zero)
                await Task.Delay(early);
            await Eventually.IsAsync(() =>
                Task.FromResult(InPreparation < AtOnce ? report : null), () => $"fewer clips in preparation\n{bed.Service.Log}");
            var isHostile = i % HostileEach == HostileEach / 2;
            var clip = isHostile ? clips.Hostile[hostile++ % clips.Hostile.Count] : clips.Good[i % clips.Good.Count];
            var at = Stopwatch.GetTimestamp();
            uploaded[await bed.Service.PostAsync(clip)] = (Path.GetFileName(clip), at);
            if (i % HostileEach == HostileEach - 1)
                say($"{i + 1} of {size.Clips} clips after {Elapsed:0} s");
        }

        await following;
        await done.CancelAsync();
        await watching;
        report.Add(
            "clips; in preparation at once, at most", $"{finished.Count} within {Elapsed:0} s, {hostile} of them hostile; {AtOnce}");
        report.Add(
            "completed; rejected; failed",
            $"{Ended(VoiceState.Completed)}; {Ended(VoiceState.Rejected)}; {Ended(VoiceState.Failed)}");
        report.Require(
            Ended(VoiceState.Completed) == size.Clips - hostile && Ended(VoiceState.Rejected) == hostile,
            $"not every clip ended as it has to");
        await AddTimesAsync(bed);
        AddProcess("host");
        AddProcess("app");
        await AddHistoriesAsync(bed);
        await bed.InspectAsync(report);
        return report;
    }

    private int Ended(VoiceState state) => outcomes.GetValueOrDefault(state);

    private int InPreparation
    {
        get
        {
            lock (finished)
                return uploaded.Count - finished.Count;
        }
    }

    private Task FollowAsync(TrustBed bed) => Task.Run(async () =>
    {
        while (finished.Count < size.Clips)
        {
            var count = finished.Count;
            await Eventually.IsAsync(
                async () =>
                {
                    var some = await bed.TakeFinishedAsync();
                    lock (finished)
                    {
                        foreach (var voice in some.Where(voice => finished.TryAdd(voice.Id, Elapsed)))
                            outcomes[voice.Status] = outcomes.GetValueOrDefault(voice.Status) + 1;
                    }

                    return finished.Count > count ? report : null;
                },
                () => $"another voice ended, after {count}\n{bed.Service.Log}",
                TimeSpan.FromMilliseconds(50));
        }
    });

    private async Task WatchAsync(TrustBed bed, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            samples.Add(Read("host", bed.Service.Host));
            samples.Add(Read("app", bed.Service.Worker!.Value));
            await Task.Delay(SampleInterval, CancellationToken.None);
        }
    }

    private Sample Read(string name, int id)
    {
        var status = File.ReadAllLines($"/proc/{id}/status")
            .Select(line => line.Split(':', 2))
            .ToDictionary(line => line[0], line => line[1].Trim().Split(' ')[0], StringComparer.Ordinal);
        return new(name, Elapsed, Number("VmRSS") / 1000, Directory.GetFileSystemEntries($"/proc/{id}/fd").Length, Number("Threads"));

        double Number(string key) => double.Parse(status[key], CultureInfo.InvariantCulture);
    }

    /// <summary>Durable's histories that are over their age, and a minute more, still there.</summary>
    private async Task<int> CountOldAsync(TrustBed bed)
    {
        var before = DateTime.UtcNow - size.HistoryAge - TimeSpan.FromMinutes(1);
        return (await bed.Service.ListInputsAsync($"runtimeStatus=Completed&createdTimeTo={before:yyyy-MM-ddTHH:mm:ssZ}")).Count;
    }

    private async Task CountHistoriesAsync(TrustBed bed, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            histories.Add((await bed.Service.ListInputsAsync()).Count);
            await Task.Delay(HistoriesInterval, CancellationToken.None);
        }
    }

    private async Task AddHistoriesAsync(TrustBed bed)
    {
        await Eventually.IsAsync(async () =>
            await CountOldAsync(bed) == 0 ? report : null, () => "histories that are over their age are purged");
        report.Add($"histories, kept for {size.HistoryAge.TotalSeconds:0} s: most at once, of all", $"{histories.Max()} of {size.Clips}");
        var expected = (size.HistoryAge + TimeSpan.FromMinutes(1)) / TimeSpan.FromSeconds(Elapsed) * size.Clips;
        report.RequireInFull(histories.Max() <= 2 * Math.Max(expected, AtOnce), $"{histories.Max()} histories were there at once");
    }

    /// <summary>
    /// A clip's own time is that of its stages, without waiting for a place in the model; it is compared with that of the same recording.
    /// </summary>
    private async Task AddTimesAsync(TrustBed bed)
    {
        const int most = 5;
        var times = uploaded.Select(voice => Stopwatch.GetElapsedTime(voice.Value.At, bed.Storage.Ended[voice.Key]).TotalSeconds).ToList();
        report.Add("upload to end, s: median, p99, most", $"{times.At(0.5):0.00}, {times.At(0.99):0.00}, {times.Max():0.00}");
        foreach (var recording in uploaded.GroupBy(voice => voice.Value.Recording, voice => voice.Key, StringComparer.Ordinal))
        {
            var own = new List<double>();
            foreach (var id in recording)
                if ((await bed.Service.FindAsync(id))?.Profile is { Stages: var stages })
                    own.Add(
                        (
                            stages.ValidateAndTrim.Milliseconds + stages.ConvertAudio.Milliseconds + stages.TranscribeAndEmbed.Milliseconds
                                - (stages.TranscribeAndEmbed.QueuedMilliseconds ?? 0)) / 1000);
            if (own.Count == 0)
                continue;
            report.Add($"own time of {recording.Key}, s: clips, median, most", $"{own.Count}, {own.At(0.5):0.00}, {own.Max():0.00}");
            report.RequireInFull(
                own.Max() <= most * own.At(0.5),
                $"a clip of {recording.Key} took {own.Max() / own.At(0.5):0.0} x the median");
        }
    }

    /// <summary>A value is flat if it rises, from the warm-up to the end, by less than a tenth of its mean.</summary>
    private void AddProcess(string name)
    {
        const double Flat = 0.1;
        var warm = samples.Where(sample => sample.Process == name && sample.Time >= WarmUp * Elapsed).ToList();
        // short of that the heap still finds its size
        Add("memory, MB", sample => sample.Megabytes, isFlat: size.Within > TimeSpan.FromMinutes(5));
        Add("handles", sample => sample.Handles, isFlat: true);
        Add("threads", sample => sample.Threads, isFlat: true);

        void Add(string what, Func<Sample, double> value, bool isFlat)
        {
            var points = warm.Select(sample => (sample.Time, value(sample))).ToList();
            var (mean, rise) = (points.Average(point => point.Item2), Percentiles.Slope(points) * (points[^1].Time - points[0].Time));
            report.Add(
                $"{name}, {what}: mean after warm-up, rise to the end, peak",
                $"{mean:0}, {rise:+0;-0;0}, {samples.Where(sample => sample.Process == name).Max(value):0}");
            report.RequireInFull(!isFlat || rise <= Flat * mean, $"{name}: {what} rose by {rise:0}");
        }
    }
}
