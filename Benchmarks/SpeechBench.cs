using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoicePrep.Computing;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Benchmarks;

/// <summary>What a run measures.</summary>
/// <param name="Model">A size of <see cref="RandomModel"/>, or a file that <c>bench model</c> wrote.</param>
/// <param name="LoadPerClipModel">The same of what whisper-cli loads for each clip; null leaves that out.</param>
/// <param name="Concurrent">Clips at once, for the throughput.</param>
/// <param name="Places">Of the engine: <c>Whisper__Concurrency</c>.</param>
internal sealed record SpeechBenchPlan(
    string Model,
    string? LoadPerClipModel,
    WhisperDevice Device,
    int Places,
    IReadOnlyList<int> ClipSeconds,
    IReadOnlyList<int> Concurrent,
    int Runs);

/// <summary>
/// Measures the speech engine beside whisper-server and whisper-cli, built from the same sources, on the same random weights
/// with the same threads and a pinned number of tokens; the systems take turns, so that the machine's mood hits all of them.
/// </summary>
internal sealed class SpeechBench(string folder, string peers, SpeechBenchPlan plan, Action<string> progress)
{
    private const int MainClipSeconds = 10;
    private const int ThroughputRuns = 3;
    private const int LoadPerClipRuns = 3;

    private readonly int threads = Environment.ProcessorCount;
    private readonly bool onGpu = plan.Device == WhisperDevice.Cuda;

    public async Task<SpeechBenchResult> RunAsync(CancellationToken cancellationToken)
    {
        var model = ModelFile(plan.Model);
        var clips = plan.ClipSeconds.Select(BenchClip.Make).ToList();
        var main = clips.First(clip => clip.Seconds == MainClipSeconds);

        ForgetPeakMemory();
        var started = Stopwatch.GetTimestamp();
        using var engine = Prepare(model);
        var prepared = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await engine.LoadAsync();
        var first = await TranscribeAsync(engine, main, "en", cancellationToken);
        var cold = new ColdStart(prepared, engine.Status.LoadDuration!.Value.TotalMilliseconds, first);

        await using var server = await WhisperServer.StartAsync(
            Path.Combine(peers, "whisper-server"), model, threads, onGpu, cancellationToken);
        await server.TranscribeAsync(main.ToWave(), "en", cancellationToken);

        var (rows, overServer) = await MeasureLatencyAsync(engine, server, clips, cancellationToken);
        var alone = rows.First(row => row is { System: Ours, ClipSeconds: MainClipSeconds, Language: Fixed }).Milliseconds.Median;
        // A round takes a second or more; on a GPU two clips would be over before the places are busy.
        var throughput = await MeasureThroughputAsync(
            engine, server, main, clipsEach: Math.Clamp((int)(1000 / alone), 2, 20), cancellationToken);
        using var self = Process.GetCurrentProcess();
        var memory = new PeakMemory(
            self.PeakWorkingSet64 / 1e6,
            server.PeakMemoryBytes / 1e6,
            onGpu ? await GpuMemory.OfAsync(self.Id, cancellationToken) : null,
            onGpu ? await GpuMemory.OfAsync(server.ProcessId, cancellationToken) : null);
        var encoder = onGpu ? (double?)null : await ComputeThread.RunAsync(() => EncoderOverLimit(model, main));
        var loadPerClip = plan.LoadPerClipModel is null
            ? null
            : await MeasureLoadPerClipAsync(engine, model, plan.LoadPerClipModel, main, cancellationToken);

        double? PerMinute(string system) => throughput.FirstOrDefault(row => row.System == system && row.Concurrent == 3)?.ClipsPerMinute;
        return new(
            Path.GetFileNameWithoutExtension(model),
            engine.Status.Device,
            engine.Status.LibraryVersion,
            plan.Places,
            Tokens,
            threads,
            rows,
            throughput,
            cold,
            loadPerClip,
            memory,
            new(
                overServer,
                PerMinute(Ours) / PerMinute(Server),
                loadPerClip?.Milliseconds / alone,
                rows.Where(row => row is { System: Ours, Language: Fixed }).Max(row => row.Milliseconds.Deviation / row.Milliseconds.Mean),
                encoder));
    }

    /// <summary>Text tokens that every system decodes of every clip.</summary>
    public const int Tokens = 30;
    public const string Ours = "VoicePrep";
    public const string Server = "whisper-server";
    public const string Fixed = "fixed";
    public const string Auto = "auto";

    private async Task<(IReadOnlyList<SpeechBenchRow> Rows, LanguageRatios OverServer)> MeasureLatencyAsync(
        WhisperEngine engine, WhisperServer server, IReadOnlyList<BenchClip> clips, CancellationToken cancellationToken)
    {
        var times = new Dictionary<(string System, int Seconds, string Language), List<double>>();
        for (var run = 0; run <= plan.Runs; run++)
        {
            progress(run == 0 ? "latency, a run that does not count" : $"latency, run {run} of {plan.Runs}");
            foreach (var clip in clips)
            {
                foreach (var (name, language) in new[] { (Fixed, "en"), (Auto, "auto") })
                {
                    // Each goes first every other time: what runs second finds the caches as the first left them.
                    if (run % 2 == 0)
                        Add(Ours, clip, name, await TranscribeAsync(engine, clip, language, cancellationToken));
                    Add(Server, clip, name, await server.TranscribeAsync(clip.ToWave(), language, cancellationToken));
                    if (run % 2 != 0)
                        Add(Ours, clip, name, await TranscribeAsync(engine, clip, language, cancellationToken));
                }
            }
            if (run == 0)
                times.Clear();
        }
        return (
            [
                .. times.Select(entry =>
                    new SpeechBenchRow(entry.Key.System, entry.Key.Seconds, entry.Key.Language, Statistics.Of(entry.Value))),
            ],
            new(OverServer(Fixed), OverServer(Auto)));

        double OverServer(string language) =>
            Statistics.Of(
                [
                    .. clips.SelectMany(clip =>
                        times[(Ours, clip.Seconds, language)]
                            .Zip(times[(Server, clip.Seconds, language)], (ours, servers) => ours / servers)),
                ]).Median;

        void Add(string system, BenchClip clip, string language, double milliseconds)
        {
            var key = (system, clip.Seconds, language);
            if (!times.TryGetValue(key, out var list))
                times[key] = list = [];
            list.Add(milliseconds);
        }
    }

    private async Task<IReadOnlyList<ThroughputRow>> MeasureThroughputAsync(
        WhisperEngine engine, WhisperServer server, BenchClip clip, int clipsEach, CancellationToken cancellationToken)
    {
        List<ThroughputRow> rows = [];
        var wave = clip.ToWave();
        foreach (var concurrent in plan.Concurrent)
        {
            List<double> ours = [], servers = [];
            for (var run = 1; run <= ThroughputRuns; run++)
            {
                progress($"throughput with {concurrent} at once, run {run} of {ThroughputRuns}");
                ours.Add(await PerMinuteAsync(concurrent, () => TranscribeAsync(engine, clip, "en", cancellationToken)));
                servers.Add(await PerMinuteAsync(concurrent, () => server.TranscribeAsync(wave, "en", cancellationToken)));
            }
            rows.Add(new(Ours, concurrent, Statistics.Of(ours).Median));
            rows.Add(new(Server, concurrent, Statistics.Of(servers).Median));
        }
        return rows;

        async Task<double> PerMinuteAsync(int concurrent, Func<Task<double>> transcribe)
        {
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, concurrent).Select(async _ =>
            {
                for (var i = 0; i < clipsEach; i++)
                    await transcribe();
            }));
            return concurrent * clipsEach / Stopwatch.GetElapsedTime(started).TotalMinutes;
        }
    }

    /// <summary>
    /// What the old service did: a process, and so a load, for each clip; in turn with the same model kept warm. Medians.
    /// </summary>
    private async Task<LoadPerClip> MeasureLoadPerClipAsync(
        WhisperEngine engine, string model, string loadedModel, BenchClip clip, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "clip.wav");
        await File.WriteAllBytesAsync(file, clip.ToWave(), cancellationToken);
        var isSame = loadedModel == plan.Model;
        var weights = isSame ? model : ModelFile(loadedModel);
        using var other = isSame ? null : Prepare(weights);
        if (other is not null)
            await other.LoadAsync();
        string[] arguments =
        [
            "-m", weights, "-f", file, "-t", threads.ToString(CultureInfo.InvariantCulture),
            "-l", "en", "-nf", "-bs", "1", "-bo", "1", "-np",
            .. onGpu ? [] : WhisperServer.NoGpu,
        ];
        List<double> loading = [], warm = [];
        for (var run = 1; run <= LoadPerClipRuns; run++)
        {
            progress($"a load per clip with {loadedModel}, run {run} of {LoadPerClipRuns}");
            warm.Add(await TranscribeAsync(other ?? engine, clip, "en", cancellationToken));
            var started = Stopwatch.GetTimestamp();
            var output = await BenchProgram.RunAsync(Path.Combine(peers, "whisper-cli"), arguments, cancellationToken);
            loading.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!output.Contains("-->", StringComparison.Ordinal))
                throw new InvalidOperationException($"whisper-cli heard no segment: {output}");
        }
        return new(Path.GetFileNameWithoutExtension(weights), Statistics.Of(loading).Median, Statistics.Of(warm).Median);
    }

    /// <summary>The encoder's time over the time of its multiplications at the speed of its largest matrix product.</summary>
    private double EncoderOverLimit(string path, BenchClip clip)
    {
        progress("encoder beside the machine's limit");
        var file = GgmlFile.Read(path);
        var header = file.Header;
        using var model = WhisperModel.Load(file, ComputeDevice.Cpu);
        using var session = new WhisperSession(model);
        var (best, limit) = (double.MaxValue, 0.0);
        for (var run = 0; run < plan.Runs + 1; run++)
        {
            var started = Stopwatch.GetTimestamp();
            session.Encode(clip.Samples, model.AudioContext, threads, CancellationToken.None);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            limit = Math.Max(
                limit, GemmBench.FlopsPerSecond(4 * header.AudioState, header.AudioState, header.AudioContext, threads, runs: 5));
        }

        double width = header.AudioState;
        double positions = header.AudioContext;
        var layer = (2 * positions * 12 * width * width) + (4 * positions * positions * width);
        var convolutions = (2 * 2 * positions * 3 * header.Mels * width) + (2 * positions * 3 * width * width);
        var cross = header.TextLayers * 2 * 2 * positions * width * width;
        return best / (((header.AudioLayers * layer) + convolutions + cross) / limit);
    }

    /// <summary>So that what writing the model took does not count (proc(5), clear_refs).</summary>
    private static void ForgetPeakMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        const string Forget = "/proc/self/clear_refs";
        if (File.Exists(Forget)) // not in every sandbox
            File.WriteAllText(Forget, "5");
    }

    private string ModelFile(string model)
    {
        if (!RandomModel.Names.Contains(model))
            return model;
        progress($"writing {model} with random weights");
        var path = Path.Combine(folder, $"ggml-{model}-random.bin");
        RandomModel.WriteTalking(path, model, Tokens);
        return path;
    }

    private WhisperEngine Prepare(string model)
    {
        var options = Options.Create(new WhisperOptions { Model = model, Device = plan.Device, Concurrency = $"{plan.Places}" });
        var engine = new WhisperEngine(options, new ModelFiles(Options.Create(new ModelOptions())), NullLogger<WhisperEngine>.Instance);
        engine.Prepare();
        return engine;
    }

    private static async Task<double> TranscribeAsync(
        WhisperEngine engine, BenchClip clip, string language, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await engine.TranscribeAsync(clip.Samples, null, language, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return result.Transcript.Segments.Count > 0
            ? elapsed
            : throw new InvalidOperationException("The model with random weights did not say its script.");
    }
}
