using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using VoicePrep.Cli;
using VoicePrep.Speech;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench speech</c>: the speech engine beside whisper.cpp's own programs and the machine's limit.</summary>
internal static partial class SpeechCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model")
        {
            Description = $"Size of the random weights ({string.Join(", ", RandomModel.Names)}), or a file that bench model wrote.",
            DefaultValueFactory = _ => "base",
        };
        var loadPerClip = new Option<string?>("--load-per-clip")
        {
            Description = "The model that whisper-cli loads per clip: large-v2; with --quick the same model; on a GPU none.",
        };
        var device = new Option<WhisperDevice>("--device")
        {
            Description = "cpu, or cuda after ./setup.sh --cuda --peers.",
            DefaultValueFactory = _ => WhisperDevice.Cpu,
        };
        var places = new Option<int>("--places") { Description = "Places of the engine.", DefaultValueFactory = _ => 3 };
        var atOnce = new Option<int[]>("--at-once")
        {
            Description = "Clips at once, for the throughput.",
            AllowMultipleArgumentsPerToken = true,
        };
        var runs = new Option<int>("--runs") { Description = "Measurements of each latency.", DefaultValueFactory = _ => 7 };
        var quick = new Option<bool>("--quick") { Description = "Two lengths, one model: under five minutes on two cores." };
        var json = new Option<FileInfo?>("--json") { Description = "Writes all that was measured here." };
        var svg = new Option<FileInfo?>("--svg") { Description = "Draws the latencies here." };
        places.Validators.Add(AtLeastOne);
        runs.Validators.Add(AtLeastOne);
        var command = new Command("speech", "Warm transcription beside whisper-server, whisper-cli and the machine's limit.")
        {
            model, loadPerClip, device, places, atOnce, runs, quick, json, svg,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var size = arguments.GetValue(model)!;
            var isQuick = arguments.GetValue(quick);
            var on = arguments.GetValue(device);
            var plan = new SpeechBenchPlan(
                size,
                arguments.GetValue(loadPerClip) ?? (on == WhisperDevice.Cuda ? null : isQuick ? size : "large-v2"),
                on,
                arguments.GetValue(places),
                isQuick ? [5, 10] : [5, 10, 20, 30],
                arguments.GetValue(atOnce) is { Length: > 0 } counts ? counts : isQuick ? [1, 3] : [1, 2, 3, 6],
                arguments.GetValue(runs));
            return await RunAsync(plan, arguments.GetValue(json), arguments.GetValue(svg), cancellationToken);
        });
        return command;

        static void AtLeastOne(OptionResult result)
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{result.Option.Name} is at least 1.");
        }
    }

    private static async Task<int> RunAsync(SpeechBenchPlan plan, FileInfo? json, FileInfo? svg, CancellationToken cancellationToken)
    {
        var peers = Path.Combine(Installation.Cache, "peers");
        if (!File.Exists(Path.Combine(peers, "whisper-server")))
        {
            await Console.Error.WriteLineAsync("The peers are not built. Run: ./setup.sh --peers");
            return 1;
        }

        var folder = Installation.NewRunFolder();
        try
        {
            var result = await new SpeechBench(folder, peers, plan, Console.Error.WriteLine).RunAsync(cancellationToken);
            Show(result);
            if (json is not null)
                await File.WriteAllTextAsync(
                    json.FullName, JsonSerializer.Serialize(result, SpeechBenchJson.Default.SpeechBenchResult), cancellationToken);
            if (svg is not null)
                await File.WriteAllTextAsync(svg.FullName, Chart(result), cancellationToken);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Show(SpeechBenchResult result)
    {
        var latency = new Table().Title(
            $"{result.Model} on {result.Device}, libwhisper {result.Library}, "
                + $"{result.Tokens} text tokens a clip, {result.Threads} threads: milliseconds")
            .AddColumns("clip", "language", "system", "n", "p50", "p95", "max", "deviation");
        foreach (var (system, seconds, language, times) in result.Rows)
            latency.AddRow(
                $"{seconds} s",
                language,
                system,
                $"{times.Count}",
                Short(times.Median),
                Short(times.P95),
                Short(times.Max),
                Short(times.Deviation));
        AnsiConsole.Write(latency);

        var throughput = new Table().Title("Clips of 10 s a minute").AddColumns("at once", "system", "clips a minute");
        foreach (var (system, concurrent, perMinute) in result.Throughput)
            throughput.AddRow($"{concurrent}", system, $"{perMinute:0.0}");
        AnsiConsole.Write(throughput);

        var ratios = result.Ratios;
        var table = new Table().AddColumns("ratio", "measured", "aim");
        table.AddRow("latency over whisper-server, language fixed", $"{ratios.LatencyOverWhisperServer.Fixed:0.00}", "<= 1.0");
        table.AddRow("latency over whisper-server, language auto", $"{ratios.LatencyOverWhisperServer.Auto:0.00}", "<= 0.6");
        AddRow("throughput over whisper-server at 3", ratios.ThroughputOverWhisperServerAt3, ">= 1.0 on two cores, >= 1.8 on a GPU");
        AddRow($"a load per clip with {result.LoadPerClip?.Model} over warm", ratios.LoadPerClipOverWarm, ">= 10 with large-v2");
        table.AddRow("deviation over mean", $"{ratios.DeviationOverMean:0.00}", "< 0.1");
        AddRow("encoder over the limit of its matrix products", ratios.EncoderOverGemmLimit, "");
        AnsiConsole.Write(table);

        var (cold, memory) = (result.Cold, result.Memory);
        AnsiConsole.WriteLine(
            $"Cold: {cold.Prepare:0} ms to the library and device, "
                + $"{cold.Load:0} ms for the load and the warm-up, {cold.FirstClip:0} ms for the first clip.");
        if (result.LoadPerClip is { } load)
            AnsiConsole.WriteLine(
                $"A load per clip with {load.Model}: {load.Milliseconds:0} ms; the same model warm: {load.SameModelWarm:0} ms.");
        AnsiConsole.WriteLine(
            $"Peak memory: {SpeechBench.Ours} {memory.Ours:0} MB with {result.Places} places, {SpeechBench.Server} {memory.Server:0} MB.");
        if (memory.OursOnGpu is not null || memory.ServerOnGpu is not null)
            AnsiConsole.WriteLine(
                $"On the GPU: {SpeechBench.Ours} {memory.OursOnGpu} MiB, {SpeechBench.Server} {memory.ServerOnGpu} MiB.");

        void AddRow(string name, double? ratio, string aim)
        {
            if (ratio is not null)
                table.AddRow(name, $"{ratio:0.00}", aim);
        }
    }

    private static string Short(double milliseconds) => milliseconds < 100 ? $"{milliseconds:0.0}" : $"{milliseconds:0}";

    private static string Chart(SpeechBenchResult result) => SvgChart.Draw(
        $"Transcribing one clip, warm, {result.Model}, {result.Tokens} tokens, {result.Threads} threads: median, line to p95 (ms)",
        [
            .. result.Rows
                .OrderBy(row => row.ClipSeconds)
                .ThenBy(row => row.Language, StringComparer.Ordinal)
                .ThenBy(row => row.System, StringComparer.Ordinal)
                .Select(row =>
                    new Bar(
                        $"{row.ClipSeconds} s, language {row.Language}: {row.System}",
                        row.Milliseconds.Median,
                        row.Milliseconds.P95,
                        row.System == SpeechBench.Ours)),
        ],
        "0");

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(SpeechBenchResult))]
    private sealed partial class SpeechBenchJson : JsonSerializerContext;
}
