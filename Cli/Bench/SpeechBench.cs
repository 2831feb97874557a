using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Native;

namespace VoicePrep.Cli.Bench;

/// <summary>What a run measures.</summary>
/// <param name="Model">A size of <see cref="RandomModel"/>.</param>
/// <param name="LoadPerClipModel">The size that whisper-cli loads for each clip.</param>
/// <param name="Tokens">Text tokens that every system decodes of every clip.</param>
internal sealed record SpeechBenchPlan(string Model, string LoadPerClipModel, IReadOnlyList<int> ClipSeconds, IReadOnlyList<int> Concurrent, int Runs, int Tokens);

/// <summary>
/// Measures the speech engine beside whisper-server and whisper-cli, built from the same sources, on the same random weights
/// with the same threads and a pinned number of tokens; the systems take turns, so that the machine's mood hits all of them.
/// </summary>
internal sealed class SpeechBench(string folder, string peers, SpeechBenchPlan plan, Action<string> progress)
{
    private const int MainClipSeconds = 10;
    private const int FirstTimestamp = 50364;
    private const int EndOfText = 50257;
    private const int LastTimestamp = FirstTimestamp + 1500;

    private readonly int threads = Environment.ProcessorCount;
    private readonly GgmlFile template = GgmlFile.Read(Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin"));

    public async Task<SpeechBenchResult> RunAsync(CancellationToken cancellationToken)
    {
        progress($"writing {plan.Model} with random weights");
        var model = WriteModel(plan.Model);
        var clips = plan.ClipSeconds.Select(BenchClip.Make).ToList();
        var main = clips.First(clip => clip.Seconds == MainClipSeconds);

        var started = Stopwatch.GetTimestamp();
        using var engine = Start(model);
        await TranscribeAsync(engine, main, "en", cancellationToken);
        var cold = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        await using var server = await WhisperServer.StartAsync(Path.Combine(peers, "whisper-server"), model, threads, cancellationToken);
        await server.TranscribeAsync(main.ToWave(), "en", cancellationToken);

        var rows = await MeasureLatencyAsync(engine, server, clips, cancellationToken);
        var throughput = await MeasureThroughputAsync(engine, server, main, cancellationToken);
        var encoder = EncoderOverLimit(model, main);
        using var self = Process.GetCurrentProcess();
        var ourPeak = self.PeakWorkingSet64 / 1e6;
        var loadPerClip = await MeasureLoadPerClipAsync(model, main, cancellationToken);

        double Median(string system, string language) => rows.First(row => row.System == system && row.ClipSeconds == MainClipSeconds && row.Language == language).Milliseconds.Median;
        double PerMinute(string system) => throughput.First(row => row.System == system && row.Concurrent == 3).ClipsPerMinute;
        return new(
            plan.Model,
            plan.LoadPerClipModel,
            plan.Tokens,
            threads,
            rows,
            throughput,
            cold,
            loadPerClip,
            ourPeak,
            server.PeakMemoryBytes / 1e6,
            new(
                new(Median(Ours, Fixed) / Median(Server, Fixed), Median(Ours, Auto) / Median(Server, Auto)),
                PerMinute(Ours) / PerMinute(Server),
                loadPerClip / Median(Ours, Fixed),
                rows.Where(row => row is { System: Ours, Language: Fixed }).Max(row => row.Milliseconds.Deviation / row.Milliseconds.Mean),
                encoder));
    }

    public const string Ours = "VoicePrep";
    public const string Server = "whisper-server";
    public const string Fixed = "fixed";
    public const string Auto = "auto";

    private async Task<IReadOnlyList<SpeechBenchRow>> MeasureLatencyAsync(
        WhisperEngine engine, WhisperServer server, IReadOnlyList<BenchClip> clips, CancellationToken cancellationToken)
    {
        var times = new Dictionary<(string System, int Seconds, string Language), List<double>>();
        for (var run = 1; run <= plan.Runs; run++)
        {
            progress($"latency, run {run} of {plan.Runs}");
            foreach (var clip in clips)
            {
                foreach (var (name, language) in new[] { (Fixed, "en"), (Auto, "auto") })
                {
                    Add(Ours, clip, name, await TranscribeAsync(engine, clip, language, cancellationToken));
                    Add(Server, clip, name, await server.TranscribeAsync(clip.ToWave(), language, cancellationToken));
                }
            }
        }
        return [.. times.Select(entry => new SpeechBenchRow(entry.Key.System, entry.Key.Seconds, entry.Key.Language, Statistics.Of(entry.Value)))];

        void Add(string system, BenchClip clip, string language, double milliseconds)
        {
            var key = (system, clip.Seconds, language);
            if (!times.TryGetValue(key, out var list))
                times[key] = list = [];
            list.Add(milliseconds);
        }
    }

    private async Task<IReadOnlyList<ThroughputRow>> MeasureThroughputAsync(WhisperEngine engine, WhisperServer server, BenchClip clip, CancellationToken cancellationToken)
    {
        List<ThroughputRow> rows = [];
        var wave = clip.ToWave();
        foreach (var concurrent in plan.Concurrent)
        {
            progress($"throughput with {concurrent} at once");
            rows.Add(new(Ours, concurrent, await PerMinuteAsync(concurrent, () => TranscribeAsync(engine, clip, "en", cancellationToken))));
            rows.Add(new(Server, concurrent, await PerMinuteAsync(concurrent, () => server.TranscribeAsync(wave, "en", cancellationToken))));
        }
        return rows;

        static async Task<double> PerMinuteAsync(int concurrent, Func<Task<double>> transcribe)
        {
            const int ClipsEach = 2;
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, concurrent).Select(async _ =>
            {
                for (var i = 0; i < ClipsEach; i++)
                    await transcribe();
            }));
            return concurrent * ClipsEach / Stopwatch.GetElapsedTime(started).TotalMinutes;
        }
    }

    /// <summary>What the old service did: a process, and so a load, for each clip.</summary>
    private async Task<double> MeasureLoadPerClipAsync(string model, BenchClip clip, CancellationToken cancellationToken)
    {
        progress($"a load per clip with {plan.LoadPerClipModel}");
        var file = Path.Combine(folder, "clip.wav");
        await File.WriteAllBytesAsync(file, clip.ToWave(), cancellationToken);
        var weights = plan.LoadPerClipModel == plan.Model ? model : WriteModel(plan.LoadPerClipModel);
        string[] arguments = ["-m", weights, "-f", file, "-t", threads.ToString(CultureInfo.InvariantCulture), "-l", "en", "-nf", "-bs", "1", "-bo", "1", "-np"];
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(peers, "whisper-cli"), arguments) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 && text.Contains("-->", StringComparison.Ordinal)
            ? Stopwatch.GetElapsedTime(started).TotalMilliseconds
            : throw new InvalidOperationException($"whisper-cli ended with exit code {process.ExitCode} and without a segment.");
    }

    /// <summary>The encoder's time over the time of its multiplications at the speed of its largest matrix product.</summary>
    private double EncoderOverLimit(string path, BenchClip clip)
    {
        progress("encoder beside the machine's limit");
        using var model = WhisperModel.Load(path, ComputeDevice.Cpu);
        using var session = new WhisperSession(model);
        var best = double.MaxValue;
        for (var run = 0; run < plan.Runs + 1; run++)
        {
            var started = Stopwatch.GetTimestamp();
            session.Encode(clip.Samples, model.AudioContext, threads, CancellationToken.None);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var header = GgmlFile.Read(path).Header;
        double width = header.AudioState;
        double positions = header.AudioContext;
        var limit = GemmBench.FlopsPerSecond(4 * header.AudioState, header.AudioState, header.AudioContext, threads, runs: 10);
        var layer = (2 * positions * 12 * width * width) + (4 * positions * positions * width);
        var convolutions = (2 * 2 * positions * 3 * header.Mels * width) + (2 * positions * 3 * width * width);
        var cross = header.TextLayers * 2 * 2 * positions * width * width;
        return best / (((header.AudioLayers * layer) + convolutions + cross) / limit);
    }

    private string WriteModel(string size)
    {
        var path = Path.Combine(folder, $"ggml-{size}-random.bin");
        int[] script = [FirstTimestamp, .. Enumerable.Range(0, plan.Tokens).Select(i => 1000 + (37 * i)), LastTimestamp, EndOfText];
        // The tokens of the third large model are one further, for its one language more.
        var shift = size.StartsWith("large-v3", StringComparison.Ordinal) ? 1 : 0;
        RandomModel.Write(path, size, template, [.. script.Select(token => token > EndOfText ? token + shift : token)]);
        return path;
    }

    private static WhisperEngine Start(string model)
    {
        var options = Options.Create(new WhisperOptions { Model = model, Device = WhisperDevice.Cpu });
        var engine = new WhisperEngine(options, new ModelFiles(Options.Create(new ModelOptions())), NullLogger<WhisperEngine>.Instance);
        engine.Prepare();
        engine.Load();
        return engine;
    }

    private static async Task<double> TranscribeAsync(WhisperEngine engine, BenchClip clip, string language, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await engine.TranscribeAsync(clip.Samples, null, language, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return result.Transcript.Segments.Count > 0 ? elapsed : throw new InvalidOperationException("The model with random weights did not say its script.");
    }
}
