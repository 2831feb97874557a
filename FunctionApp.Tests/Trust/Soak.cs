using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Trust;

/// <summary>How long a soak.</summary>
/// <param name="Clips">Uploads, spread evenly over <paramref name="Within"/> but for <paramref name="AtOnce"/>.</param>
/// <param name="AtOnce">Most clips that are in preparation; an upload waits for its turn.</param>
internal sealed record SoakSize(int Clips, TimeSpan Within, int AtOnce = 6);

/// <summary>Many clips, one in a hundred of them hostile: what the processes hold must not grow, and no clip may take much longer than another.</summary>
internal sealed class Soak(SoakSize size, Action<string> say)
{
    private const int HostileEach = 100;

    /// <summary>The share of the clips after which the processes have what they need.</summary>
    private const double WarmUp = 0.3;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    private readonly TrustReport report = new("Soak");
    private readonly ConcurrentDictionary<string, (double At, int InPreparation)> uploaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> finished = new(StringComparer.Ordinal);
    private readonly List<Sample> samples = [];
    private readonly Dictionary<VoiceState, int> outcomes = [];
    private long started;

    /// <summary>What a process held at a moment, in seconds: resident memory in MB, open handles, threads.</summary>
    private sealed record Sample(string Process, double Time, double Megabytes, double Handles, double Threads);

    private double Elapsed => Stopwatch.GetElapsedTime(started).TotalSeconds;

    public async Task<TrustReport> RunAsync()
    {
        using var clips = await TrustClips.MakeAsync();
        await using var bed = await TrustBed.StartAsync(disk: false);
        await bed.Service.PrepareAsync(clips.Good[0]);
        await bed.TakeFinishedAsync();
        started = Stopwatch.GetTimestamp();
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(bed, done.Token);
        var following = FollowAsync(bed);
        var hostile = 0;
        for (var i = 0; i < size.Clips; i++)
        {
            var early = size.Within * i / size.Clips - TimeSpan.FromSeconds(Elapsed);
            if (early > TimeSpan.Zero)
                await Task.Delay(early);
            await Eventually.IsAsync(() => Task.FromResult(InPreparation < size.AtOnce ? report : null), () => $"fewer clips in preparation\n{bed.Service.Log}");
            var isHostile = i % HostileEach == HostileEach / 2;
            var clip = isHostile ? clips.Hostile[hostile++ % clips.Hostile.Count] : clips.Good[i % clips.Good.Count];
            var (at, others) = (Elapsed, InPreparation);
            uploaded[await bed.Service.PostAsync(clip)] = (at, others);
            if (i % HostileEach == HostileEach - 1)
                say($"{i + 1} of {size.Clips} clips after {Elapsed:0} s");
        }

        await following;
        await done.CancelAsync();
        await watching;
        report.Add("clips; in preparation at once, at most", $"{finished.Count} within {Elapsed:0} s, {hostile} of them hostile; {size.AtOnce}");
        report.Add("completed; rejected; failed", $"{outcomes.GetValueOrDefault(VoiceState.Completed)}; {outcomes.GetValueOrDefault(VoiceState.Rejected)}; {outcomes.GetValueOrDefault(VoiceState.Failed)}");
        report.Require(outcomes.GetValueOrDefault(VoiceState.Completed) == size.Clips - hostile && outcomes.GetValueOrDefault(VoiceState.Rejected) == hostile, $"not every clip ended as it has to");
        AddTimes();
        AddProcess("host");
        AddProcess("app");
        await bed.InspectAsync(report);
        return report;
    }

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
        var status = File.ReadAllLines($"/proc/{id}/status").Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Trim().Split(' ')[0], StringComparer.Ordinal);
        return new(name, Elapsed, Number("VmRSS") / 1000, Directory.GetFileSystemEntries($"/proc/{id}/fd").Length, Number("Threads"));

        double Number(string key) => double.Parse(status[key], CultureInfo.InvariantCulture);
    }

    private void AddTimes()
    {
        var seconds = finished.Select(voice => (Seconds: voice.Value - uploaded[voice.Key].At, Others: uploaded[voice.Key].InPreparation)).ToList();
        var all = seconds.Select(clip => clip.Seconds);
        var alone = seconds.Where(clip => clip.Others == 0).Select(clip => clip.Seconds).ToList();
        report.Add("upload to end, s: median, p99, most", $"{all.At(0.5):0.00}, {all.At(0.99):0.00}, {all.Max():0.00}");
        report.Add("of those that met no other clip, s: number, median, most", $"{alone.Count}, {alone.At(0.5):0.00}, {alone.DefaultIfEmpty().Max():0.00}");
        report.Require(alone.DefaultIfEmpty().Max() <= 5 * all.At(0.5), $"a clip that met no other took more than 5 x the median of all");
    }

    /// <summary>Flat is what rises, from the warm-up on to the end, by less than a tenth of its mean.</summary>
    private void AddProcess(string name)
    {
        const double Flat = 0.1;
        var warm = samples.Where(sample => sample.Process == name && sample.Time >= WarmUp * Elapsed).ToList();
        Add("memory, MB", sample => sample.Megabytes, isFlat: size.Within > TimeSpan.FromMinutes(5)); // short of that the heap still finds its size
        Add("handles", sample => sample.Handles, isFlat: true);
        Add("threads", sample => sample.Threads, isFlat: true);

        void Add(string what, Func<Sample, double> value, bool isFlat)
        {
            var points = warm.Select(sample => (sample.Time, value(sample))).ToList();
            var (mean, rise) = (points.Average(point => point.Item2), Percentiles.Slope(points) * (points[^1].Time - points[0].Time));
            report.Add($"{name}, {what}: mean after warm-up, rise to the end, peak", $"{mean:0}, {rise:+0;-0;0}, {samples.Where(sample => sample.Process == name).Max(value):0}");
            report.Require(!isFlat || rise <= Flat * mean, $"{name}: {what} rose by {rise:0}");
        }
    }
}
