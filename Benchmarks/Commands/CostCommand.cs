using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using VoicePrep.Cli;
using VoicePrep.Cli.Service;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench cost</c>: start, stages, CPU seconds, idle load and memory by process.</summary>
internal static partial class CostCommand
{
    public static Command Create()
    {
        var recording = new Argument<FileInfo>("RECORDING") { Description = "The clip that is prepared." }.AcceptExistingOnly();
        var runs = new Option<int>("--runs") { Description = "Clips, one at a time.", DefaultValueFactory = _ => 20 };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the results here too." };
        var command = new Command("cost", "What a clip costs, by part and by process: time, CPU, memory.") { recording, runs, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var folder = Installation.NewRunFolder();
            try
            {
                var bench = new CostBench(
                    LocalServiceSettings.Passing(folder),
                    arguments.GetValue(recording)!,
                    arguments.GetValue(runs),
                    Console.Error.WriteLine);
                var result = await bench.RunAsync(cancellationToken);
                Write(result);
                if (arguments.GetValue(json) is { } file)
                {
                    await using var output = file.Create();
                    await JsonSerializer.SerializeAsync(output, result, CostBenchJson.Default.CostBenchResult, cancellationToken);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Write(CostBenchResult result)
    {
        AnsiConsole.WriteLine(
            $"ready after {result.ReadySeconds:0.0} s, first profile {result.FirstProfileSeconds:0.0} s later; "
                + $"{CostBench.Many} clips at once in {result.ManySeconds:0.0} s");
        var times = new Table().AddColumns("ms", "p50", "p95", "max");
        foreach (var (part, statistics) in result.Milliseconds)
            times.AddRow(part, $"{statistics.Median:0}", $"{statistics.P95:0}", $"{statistics.Max:0}");
        AnsiConsole.Write(times);

        var processes = new Table().AddColumns("process", "CPU seconds a clip", "of it user", "system", "idle, % of a core", "peak MB");
        foreach (var (process, seconds) in result.CpuSeconds)
            processes.AddRow(
                process,
                $"{seconds.Total:0.000}",
                $"{seconds.User:0.000}",
                $"{seconds.System:0.000}",
                $"{result.IdlePercent[process]:0.0}",
                result.PeakMegabytes.TryGetValue(process, out var peak) ? $"{peak:0}" : "");
        AnsiConsole.Write(processes);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(CostBenchResult))]
    private sealed partial class CostBenchJson : JsonSerializerContext;
}
