using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using VoicePrep.Cli.Bench;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep bench speech</c>: the speech engine beside whisper.cpp's own programs and the machine's limit.</summary>
internal static partial class BenchSpeechCommand
{
    private const int Tokens = 30;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = $"Size of the random weights: {string.Join(", ", RandomModel.Names)}.", DefaultValueFactory = _ => "base" };
        var loadPerClip = new Option<string?>("--load-per-clip") { Description = "Size that whisper-cli loads for each clip; large-v2, with --quick the model's own." };
        var quick = new Option<bool>("--quick") { Description = "Two lengths, one model: under five minutes on two cores." };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the ratios here." };
        var svg = new Option<FileInfo?>("--svg") { Description = "Draws the latencies here." };
        var command = new Command("speech", "Warm transcription beside whisper-server, whisper-cli and the machine's limit.") { model, loadPerClip, quick, json, svg };
        command.SetAction(async (arguments, cancellation) =>
        {
            var size = arguments.GetValue(model)!;
            var isQuick = arguments.GetValue(quick);
            var plan = isQuick
                ? new SpeechBenchPlan(size, arguments.GetValue(loadPerClip) ?? size, [5, 10], [1, 3], Runs: 7, Tokens)
                : new SpeechBenchPlan(size, arguments.GetValue(loadPerClip) ?? "large-v2", [5, 10, 20, 30], [1, 2, 3, 6], Runs: 7, Tokens);
            return await RunAsync(plan, arguments.GetValue(json), arguments.GetValue(svg), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(SpeechBenchPlan plan, FileInfo? json, FileInfo? svg, CancellationToken cancellation)
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
            var result = await new SpeechBench(folder, peers, plan, Console.Error.WriteLine).RunAsync(cancellation);
            Show(result);
            if (json is not null)
                await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(result.Ratios, SpeechBenchJson.Default.SpeechBenchRatios), cancellation);
            if (svg is not null)
                await File.WriteAllTextAsync(svg.FullName, Chart(result), cancellation);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Show(SpeechBenchResult result)
    {
        var latency = new Table().Title($"{result.Model}, random weights, {result.Tokens} text tokens a clip, {result.Threads} threads: milliseconds")
            .AddColumns("clip", "language", "system", "n", "p50", "p95", "max", "deviation");
        foreach (var (system, seconds, language, times) in result.Rows)
            latency.AddRow($"{seconds} s", language, system, $"{times.Count}", $"{times.Median:0}", $"{times.P95:0}", $"{times.Max:0}", $"{times.Deviation:0}");
        AnsiConsole.Write(latency);

        var throughput = new Table().Title("Clips of 10 s a minute").AddColumns("at once", "system", "clips a minute");
        foreach (var (system, concurrent, perMinute) in result.Throughput)
            throughput.AddRow($"{concurrent}", system, $"{perMinute:0.0}");
        AnsiConsole.Write(throughput);

        var ratios = result.Ratios;
        var table = new Table().AddColumns("ratio", "measured", "aim");
        table.AddRow("latency over whisper-server, language fixed", $"{ratios.LatencyOverWhisperServer.Fixed:0.00}", "<= 1.0");
        table.AddRow("latency over whisper-server, language auto", $"{ratios.LatencyOverWhisperServer.Auto:0.00}", "<= 0.6");
        table.AddRow("throughput over whisper-server at 3", $"{ratios.ThroughputOverWhisperServerAt3:0.00}", ">= 1.0 on two cores");
        table.AddRow($"a load per clip with {result.LoadPerClipModel} over warm", $"{ratios.LoadPerClipOverWarm:0.0}", ">= 10 with large-v2");
        table.AddRow("deviation over mean", $"{ratios.DeviationOverMean:0.00}", "< 0.1");
        table.AddRow("encoder over the limit of its matrix products", $"{ratios.EncoderOverGemmLimit:0.00}", "");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"Cold, with the load: {result.ColdMilliseconds:0} ms. A load per clip with {result.LoadPerClipModel}: {result.LoadPerClipMilliseconds:0} ms; the same model warm: {result.SameModelWarmMilliseconds:0} ms. "
            + $"Peak memory: {SpeechBench.Ours} {result.OurPeakMegabytes:0} MB with 3 places, {SpeechBench.Server} {result.ServerPeakMegabytes:0} MB.");
    }

    private static string Chart(SpeechBenchResult result) => SvgChart.Draw(
        $"Transcribing one clip, warm, {result.Model}, {result.Tokens} tokens, {result.Threads} threads: median, line to p95 (ms)",
        [
            .. result.Rows
                .OrderBy(row => row.ClipSeconds).ThenBy(row => row.Language, StringComparer.Ordinal).ThenBy(row => row.System, StringComparer.Ordinal)
                .Select(row => new Bar($"{row.ClipSeconds} s, language {row.Language}: {row.System}", row.Milliseconds.Median, row.Milliseconds.P95, row.System == SpeechBench.Ours)),
        ],
        "0");

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(SpeechBenchRatios))]
    private sealed partial class SpeechBenchJson : JsonSerializerContext;
}
