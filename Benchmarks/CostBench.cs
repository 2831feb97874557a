using System.Diagnostics;
using VoicePrep.Cli.Service;

namespace VoicePrep.Benchmarks;

/// <summary>What a clip costs beyond the wait for it.</summary>
/// <param name="ReadySeconds">From the start of the processes until the service is ready.</param>
/// <param name="FirstProfileSeconds">From there until the first clip's profile.</param>
/// <param name="Milliseconds">From upload to profile, warm, one at a time: the whole, each stage, and what lies outside the
/// stages.</param>
/// <param name="CpuSeconds">CPU time of a clip, warm, one at a time, asked for as often as the service says, by process.</param>
/// <param name="IdlePercent">Of a core, with nothing to do, by process.</param>
/// <param name="PeakMegabytes">Highest resident memory, by process.</param>
/// <param name="ManySeconds">From the first upload to the last profile of <see cref="CostBench.Many"/> clips at once.</param>
internal sealed record CostBenchResult(
    double ReadySeconds,
    double FirstProfileSeconds,
    IReadOnlyDictionary<string, Statistics> Milliseconds,
    IReadOnlyDictionary<string, CpuTime> CpuSeconds,
    IReadOnlyDictionary<string, double> IdlePercent,
    IReadOnlyDictionary<string, double> PeakMegabytes,
    double ManySeconds);

/// <summary>Measures where the time of a clip goes: the machine around the model.</summary>
internal sealed class CostBench(LocalServiceSettings settings, FileInfo recording, int runs, Action<string> progress)
{
    /// <summary>Clips at once.</summary>
    public const int Many = 24;

    private const int WarmUps = 5;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public async Task<CostBenchResult> RunAsync(CancellationToken cancellationToken)
    {
        progress("starting");
        var started = Stopwatch.GetTimestamp();
        await using var service = await LocalService.StartAsync(settings, cancellationToken);
        var ready = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var client = new VoiceClient(service.Endpoint, key: null);
        var (first, _) = await ServiceBench.PrepareAsync(client, recording, cancellationToken);
        for (var warmUp = 1; warmUp < WarmUps; warmUp++)
            await ServiceBench.PrepareAsync(client, recording, cancellationToken);

        progress($"{runs} clips, one at a time");
        var times = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var run = 0; run < runs; run++)
        {
            var (seconds, profile) = await ServiceBench.PrepareAsync(client, recording, cancellationToken);
            (string Part, double Milliseconds)[] parts =
            [
                ("validateAndTrim", profile.Stages.ValidateAndTrim.Milliseconds),
                ("convertAudio", profile.Stages.ConvertAudio.Milliseconds),
                ("transcribeAndEmbed", profile.Stages.TranscribeAndEmbed.Milliseconds),
            ];
            var outside = 1000 * seconds - parts.Sum(stage => stage.Milliseconds);
            foreach (var (part, milliseconds) in ((string, double)[])
                [("upload to profile", 1000 * seconds), .. parts, ("outside the stages", outside)])
            {
                if (!times.TryGetValue(part, out var all))
                    times[part] = all = [];
                all.Add(milliseconds);
            }
        }

        progress($"{runs} more, asked for every {RetryAfter.TotalSeconds} s");
        var before = Read(service);
        for (var run = 0; run < runs; run++)
            await ServiceBench.PrepareAsync(client, recording, RetryAfter, cancellationToken);
        var cpu = Difference(before, Read(service), runs);

        progress("nothing");
        await Task.Delay(Settle, cancellationToken);
        before = Read(service);
        await Task.Delay(Idle, cancellationToken);
        var idle = Difference(before, Read(service), Idle.TotalSeconds);

        progress($"{Many} clips at once");
        started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => ServiceBench.PrepareAsync(client, recording, cancellationToken)));
        var many = Stopwatch.GetElapsedTime(started).TotalSeconds;

        return new(
            ready,
            first,
            times.ToDictionary(part => part.Key, part => Statistics.Of(part.Value), StringComparer.Ordinal),
            cpu,
            idle.ToDictionary(process => process.Key, process => 100 * process.Value.Total, StringComparer.Ordinal),
            service.Processes.ToDictionary(process =>
                process.Name, process => ProcessUsage.Of(process.Id).PeakMegabytes, StringComparer.Ordinal),
            many);
    }

    /// <summary>CPU seconds so far; those of the app's children, ffmpeg and ffprobe, on their own.</summary>
    private static Dictionary<string, CpuTime> Read(LocalService service)
    {
        var all = service.Processes.ToDictionary(process => process.Name, process => ProcessUsage.Of(process.Id), StringComparer.Ordinal);
        return all.Select(process => KeyValuePair.Create(process.Key, process.Value.Own))
            .Append(KeyValuePair.Create("ffmpeg", all["app"].Children))
            .ToDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, CpuTime> Difference(
        Dictionary<string, CpuTime> before, Dictionary<string, CpuTime> after, double per) =>
        after.ToDictionary(process => process.Key, process => (process.Value - before[process.Key]) / per, StringComparer.Ordinal);
}
