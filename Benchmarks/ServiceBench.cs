using System.Diagnostics;
using System.Globalization;
using VoicePrep.Cli.Service;
using VoicePrep.Contracts;

namespace VoicePrep.Benchmarks;

/// <summary>One row: clips of one length, prepared in one way.</summary>
/// <param name="Mode"><c>cold</c>, a process and so a load per clip; <c>warm</c>, one at a time; <c>warm x3</c>, three at once.</param>
/// <param name="Seconds">From upload, or from the process's start where it is cold, to the finished profile.</param>
/// <param name="PeakMemoryMegabytes">Highest resident memory so far of the local host and of the app's process.</param>
internal sealed record ServiceBenchRow(int ClipSeconds, string Mode, Statistics Seconds, double PeakMemoryMegabytes);

/// <summary>Measures the whole service as a user meets it: from upload to finished profile.</summary>
/// <param name="recording">Speech that the clips are cut from.</param>
/// <param name="randomModel">Size of random Whisper weights to run on, with the demo encoder, which has the real one's size; null takes
/// the models that are configured.</param>
internal sealed class ServiceBench(string folder, string recording, string? randomModel, int runs, Action<string> progress)
{
    private const int AtOnce = 3;
    private const int TextTokens = 30;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);

    public static IReadOnlyList<int> ClipLengths { get; } = [5, 10, 30, 60];

    /// <summary>Measures every length warm, alone and three at once, interleaved; then cold.</summary>
    public async Task<IReadOnlyList<ServiceBenchRow>> RunAsync(CancellationToken cancellationToken)
    {
        if (randomModel is not null)
        {
            progress($"writing {randomModel} with random weights");
            var model = Path.Combine(folder, "random.bin");
            RandomModel.WriteTalking(model, randomModel, TextTokens);
            settings["Whisper__Model"] = model;
            settings["Voice__Model"] = "demo";
        }

        var clips = new Dictionary<int, FileInfo>();
        foreach (var seconds in ClipLengths)
            clips[seconds] = await MakeClipAsync(seconds, cancellationToken);

        return [.. await RunWarmAsync(clips, cancellationToken), .. await RunColdAsync(clips, cancellationToken)];
    }

    private async Task<IEnumerable<ServiceBenchRow>> RunWarmAsync(
        IReadOnlyDictionary<int, FileInfo> clips, CancellationToken cancellationToken)
    {
        await using var service = await StartAsync(cancellationToken);
        using var client = new VoiceClient(service.Endpoint, key: null);
        var alone = ClipLengths.ToDictionary(length => length, _ => new List<double>());
        var together = ClipLengths.ToDictionary(length => length, _ => new List<double>());
        foreach (var length in ClipLengths)
        {
            await PrepareAsync(client, clips[length], cancellationToken); // Not counted: the runtime compiles what it runs first.
        }

        for (var run = 1; run <= runs; run++)
        {
            progress($"warm, run {run} of {runs}");
            foreach (var length in ClipLengths)
            {
                alone[length].Add((await PrepareAsync(client, clips[length], cancellationToken)).Seconds);
                var profiles = await Task.WhenAll(
                    Enumerable.Range(0, AtOnce).Select(_ => PrepareAsync(client, clips[length], cancellationToken)));
                together[length].AddRange(profiles.Select(clip => clip.Seconds));
            }
        }

        var peak = PeakMemory(service);
        return ClipLengths.Select(length => new ServiceBenchRow(length, "warm", Statistics.Of(alone[length]), peak))
            .Concat(ClipLengths.Select(length => new ServiceBenchRow(length, $"warm x{AtOnce}", Statistics.Of(together[length]), peak)));
    }

    private async Task<IEnumerable<ServiceBenchRow>> RunColdAsync(
        IReadOnlyDictionary<int, FileInfo> clips, CancellationToken cancellationToken)
    {
        var rows = new List<ServiceBenchRow>();
        foreach (var length in ClipLengths)
        {
            var (seconds, peak) = (new List<double>(), 0.0);
            for (var run = 1; run <= runs; run++)
            {
                progress($"cold, {length} s, run {run} of {runs}");
                var started = Stopwatch.GetTimestamp();
                await using var service = await StartAsync(cancellationToken);
                using var client = new VoiceClient(service.Endpoint, key: null);
                await PrepareAsync(client, clips[length], cancellationToken);
                seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                peak = Math.Max(peak, PeakMemory(service));
            }

            rows.Add(new ServiceBenchRow(length, "cold", Statistics.Of(seconds), peak));
        }

        return rows;
    }

    private static double PeakMemory(LocalService service) =>
        service.Processes.Where(process => process.Name != "storage").Sum(process => ProcessUsage.Of(process.Id).PeakMegabytes);

    private Task<LocalService> StartAsync(CancellationToken cancellationToken) =>
        LocalService.StartAsync(
            LocalServiceSettings.Passing(Path.Combine(folder, Guid.NewGuid().ToString("N")), settings), cancellationToken);

    /// <summary>Uploads a clip and waits for its profile, for which it asks every 20 ms.</summary>
    /// <exception cref="ServiceException">It was not prepared.</exception>
    internal static Task<(double Seconds, VoiceProfile Profile)> PrepareAsync(
        VoiceClient client, FileInfo clip, CancellationToken cancellationToken) => PrepareAsync(client, clip, Often, cancellationToken);

    /// <param name="interval">From one question where the voice stands to the next.</param>
    /// <exception cref="ServiceException">It was not prepared.</exception>
    internal static async Task<(double Seconds, VoiceProfile Profile)> PrepareAsync(
        VoiceClient client, FileInfo clip, TimeSpan interval, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var id = await client.UploadAsync(clip, language: null, consent: null, cancellationToken);
        VoiceStatus status;
        while ((status = await client.GetAsync(id, cancellationToken)) is { Status: VoiceState.Queued or VoiceState.Running })
            await Task.Delay(interval, cancellationToken);

        return status.Profile is { } profile
            ? (Stopwatch.GetElapsedTime(started).TotalSeconds, profile)
            : throw new ServiceException($"{clip.Name} was not prepared: {status.Rejection?.Message ?? status.Error}");
    }

    /// <summary>The recording, repeated or cut to a length; a little over five seconds for the shortest, which is the limit.</summary>
    private async Task<FileInfo> MakeClipAsync(int seconds, CancellationToken cancellationToken)
    {
        var clip = new FileInfo(Path.Combine(folder, $"{seconds}s.wav"));
        var length = (seconds + 0.1).ToString(CultureInfo.InvariantCulture);
        await BenchProgram.RunAsync(
            "ffmpeg", ["-nostdin", "-v", "error", "-stream_loop", "-1", "-i", recording, "-t", length, clip.FullName], cancellationToken);
        return clip;
    }
}
