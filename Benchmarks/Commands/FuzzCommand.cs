using System.CommandLine;
using Spectre.Console;
using VoicePrep.Benchmarks.Audio;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench fuzz</c>: damaged recordings must all end in a rejection or a clip.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var mutations = new Option<int>("--mutations") { Description = "How many, over ten seeds.", DefaultValueFactory = _ => 2000 };
        var command = new Command("fuzz", "Validates and converts random mutations of recordings in ten formats.") { mutations };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var services = new AudioServicesUnderTest();
            var bench = new FuzzBench(services, arguments.GetValue(mutations));
            var rows = await bench.RunAsync(done => Console.Error.WriteLine($"{done} done"), cancellationToken);
            var table = new Table().AddColumns("seed", "outcomes", "faults", "slowest", "length off by");
            foreach (var row in rows)
                table.AddRow(
                    row.Seed,
                    string.Join(", ", row.Outcomes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}")),
                    $"{row.Faults.Count}",
                    $"{row.Slowest.TotalSeconds:0.0} s",
                    $"{row.LengthError.TotalMilliseconds:0.0} ms");
            AnsiConsole.Write(table);
            foreach (var fault in rows.SelectMany(row => row.Faults))
                Console.Error.WriteLine(fault);
            return rows.Any(row => row.Faults.Count > 0) ? 1 : 0;
        });
        return command;
    }
}
