using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using VoicePrep.Cli;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench service</c>: from upload to finished profile, beside the plan's table.</summary>
internal static partial class ServiceCommand
{
    private const double TargetMeanSeconds = 20;
    private const double TargetMaxSeconds = 30;

    /// <summary>What the old service took and what was promised, by the clip's length. Seconds.</summary>
    private static readonly Dictionary<int, (double Old, double Promised)> Plan = new()
    {
        [5] = (39, 12),
        [10] = (60, 18),
        [30] = (90, 25),
        [60] = (152, 30),
    };

    public static Command Create()
    {
        var recording = new Argument<FileInfo>("RECORDING") { Description = "Speech that the clips are cut from." }.AcceptExistingOnly();
        var runs = new Option<int>("--runs") { Description = "Measurements of each length and mode.", DefaultValueFactory = _ => 7 };
        var random = new Option<string?>("--random")
        {
            Description =
                $"Size of random Whisper weights to run on, where the real ones are not at hand: {string.Join(", ", RandomModel.Names)}.",
        };
        random.AcceptOnlyFromAmong([.. RandomModel.Names]);
        var json = new Option<FileInfo?>("--json") { Description = "Writes the results here too." };
        var svg = new Option<FileInfo?>("--svg") { Description = "Draws the means here." };
        var command = new Command("service", "From upload to finished profile: cold, warm, three at once.")
        {
            recording, random, runs, json, svg,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var folder = Installation.NewRunFolder();
            try
            {
                var bench = new ServiceBench(
                    folder,
                    arguments.GetValue(recording)!.FullName,
                    arguments.GetValue(random),
                    arguments.GetValue(runs),
                    Console.Error.WriteLine);
                var rows = await bench.RunAsync(cancellationToken);
                AnsiConsole.Write(CreateTable(rows));
                if (arguments.GetValue(json) is { } file)
                {
                    await using var output = file.Create();
                    await JsonSerializer.SerializeAsync(output, rows, BenchJson.Default.IReadOnlyListServiceBenchRow, cancellationToken);
                }

                if (arguments.GetValue(svg) is { } chart)
                    await File.WriteAllTextAsync(chart.FullName, Chart(rows), cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static Table CreateTable(IReadOnlyList<ServiceBenchRow> rows)
    {
        var table = new Table().Title($"Seconds from upload to profile; targets: mean {TargetMeanSeconds}, slowest {TargetMaxSeconds}")
            .AddColumns("clip", "mode", "n", "mean", "p95", "slowest", "deviation", "memory MB", "old", "promised", "target");
        foreach (var (length, mode, seconds, memory) in rows)
        {
            var met = seconds.Mean <= TargetMeanSeconds && seconds.Max <= TargetMaxSeconds;
            table.AddRow(
                $"{length} s",
                mode,
                $"{seconds.Count}",
                $"{seconds.Mean:0.00}",
                $"{seconds.P95:0.00}",
                $"{seconds.Max:0.00}",
                $"{seconds.Deviation:0.00}",
                $"{memory:0}",
                $"{Plan[length].Old:0}",
                $"{Plan[length].Promised:0}",
                met ? "[green]met[/]" : "[red]missed[/]");
        }

        return table;
    }

    private static string Chart(IReadOnlyList<ServiceBenchRow> rows) => SvgChart.Draw(
        "From upload to profile, and what the old service took: mean, line to p95 (s)",
        [
            .. rows.GroupBy(row => row.ClipSeconds).OrderBy(clips => clips.Key).SelectMany(clips => (Bar[])
            [
                .. clips.Select(row => new Bar($"{row.ClipSeconds} s: {row.Mode}", row.Seconds.Mean, row.Seconds.P95, row.Mode != "cold")),
                new($"{clips.Key} s: old service", Plan[clips.Key].Old, Plan[clips.Key].Old, Emphasised: false),
            ]),
        ],
        "0.0");

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(IReadOnlyList<ServiceBenchRow>))]
    private sealed partial class BenchJson : JsonSerializerContext;
}
