using System.CommandLine;
using Spectre.Console;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Benchmarks.Audio;
using VoicePrep.Cli;

namespace VoicePrep.Benchmarks.Commands;

/// <summary>
/// <c>bench verdict</c>: what the verdict says of good recordings, and of the same degraded; <c>bench/audio.md</c> has the figures.
/// </summary>
internal static class VerdictCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Good recordings of one voice each." }.AcceptExistingOnly();
        var only = new Option<string?>("--only") { Description = "Only degradations whose name begins with this." };
        var model = new Option<string?>("--model")
        {
            Description = "Encoder for the cosine to the recording's own embedding, as Voice__Model; without it no embeddings are made.",
        };
        var each = new Option<bool>("--each") { Description = "Prints every row of every recording, with tabs between." };
        var command = new Command("verdict", "Which rows of the verdict move when good speech is degraded.") { folder, only, model, each };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var services = new AudioServicesUnderTest(new() { MinSeconds = 2, MinSpeechSeconds = 1 });
            var degradations = Degradation.All.Where(one =>
                string.Equals(one.Name, Degradation.None, StringComparison.Ordinal)
                    || one.Name.StartsWith(arguments.GetValue(only) ?? "", StringComparison.Ordinal));
            var rows = await new VerdictBench(
                services, Recordings.In(arguments.GetRequiredValue(folder)), [.. degradations], arguments.GetValue(model))
                .RunAsync(cancellationToken);
            if (arguments.GetValue(each))
                foreach (var row in rows)
                    WriteEach(row);
            else
                AnsiConsole.Write(Summarise(rows));
        });
        return command;
    }

    private static void WriteEach(VerdictRow row)
    {
        foreach (var check in row.Verdict?.Checks ?? [])
            Console.WriteLine(string.Join('\t', row.Recording, row.Degradation, check.Name, $"{check.Value:0.#####}", check.Outcome));
        if (row.Code is not null)
            Console.WriteLine(string.Join('\t', row.Recording, row.Degradation, row.Code));
        if (row.Cosine is { } cosine)
            Console.WriteLine(string.Join('\t', row.Recording, row.Degradation, "cosine", $"{cosine:0.####}"));
    }

    private static Table Summarise(IReadOnlyList<VerdictRow> rows)
    {
        var table = new Table()
            .Title("Good recordings, degraded")
            .AddColumns("degradation", "good", "usable", "poor", "rejected", "cosine", "rows that are not good, with the median");
        foreach (var group in rows.GroupBy(row => row.Degradation, StringComparer.Ordinal))
        {
            var verdicts = group.Select(row => row.Verdict).OfType<Verdict>().ToArray();
            var cosines = group.Select(row => row.Cosine).OfType<double>().Order().ToArray();
            table.AddRow(
                group.Key,
                $"{verdicts.Count(one => one.Grade == Grade.Good)}",
                $"{verdicts.Count(one => one.Grade == Grade.Usable)}",
                $"{verdicts.Count(one => one.Grade == Grade.Poor)}",
                $"{group.Count(row => row.Code is not null)}",
                cosines.Length == 0 ? "" : $"{cosines[cosines.Length / 2]:0.000}",
                string.Join(
                    ", ",
                    verdicts.SelectMany(one => one.Checks)
                        .Where(check => check.Outcome != Grade.Good)
                        .GroupBy(check => check.Name, StringComparer.Ordinal)
                        .Select(Describe)));
        }

        return table;
    }

    private static string Describe(IGrouping<string, Check> moved) =>
        $"{moved.Key} {moved.Count()} ({moved.Select(check => check.Value ?? 0).Order().ElementAt(moved.Count() / 2):0.###})";
}
