using System.CommandLine;
using System.Text.Json;
using VoicePrep.Cli;
using VoicePrep.Cli.Local;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench results FOLDER -o FILE</c> and <c>bench same BEFORE AFTER</c>: that a change of the code changes no result.</summary>
internal static class SameCommand
{
    private const double Tolerance = 1e-4;

    public static Command CreateResults()
    {
        var folders = new Argument<DirectoryInfo[]>("FOLDER")
        {
            Description = "Folders of recordings.",
            Arity = ArgumentArity.OneOrMore,
        }.AcceptExistingOnly();
        var output = new Option<FileInfo>("--output", "-o") { Description = "Where the results go.", Required = true };
        var command = new Command(
            "results", "Prepares recordings in this process and keeps verdict, transcript and embedding of each, for 'bench same'.")
        {
            folders, output,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var pipeline = await LocalPipeline.LoadAsync([], cancellationToken);
            var results = new List<PreparedResult>();
            foreach (var recording in arguments.GetRequiredValue(folders).SelectMany(Recordings.In))
                results.Add(await PreparedResult.OfAsync(pipeline, recording, cancellationToken));
            await using var file = arguments.GetRequiredValue(output).Create();
            await JsonSerializer.SerializeAsync(file, [.. results], PreparedResultJson.Default.PreparedResultArray, cancellationToken);
            Console.WriteLine(
                $"{results.Count} recordings by {pipeline.ModelProfile}, {results.Count(result => result.Code is null)} of them accepted");
        });
        return command;
    }

    public static Command Create()
    {
        var before = new Argument<FileInfo>("BEFORE")
        {
            Description = "What 'bench results' wrote before the change.",
        }.AcceptExistingOnly();
        var after = new Argument<FileInfo>("AFTER")
        {
            Description = "What it wrote after the change, for the same recordings and models.",
        }.AcceptExistingOnly();
        var command = new Command(
            "same",
            "Tells where two versions' results differ: codes, windows, outcomes, transcripts, and numbers of embeddings by more than "
                + $"{Tolerance}; exit code 0 if nowhere.") { before, after };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (olds, news) = (
                await ReadAsync(arguments.GetRequiredValue(before), cancellationToken),
                await ReadAsync(arguments.GetRequiredValue(after), cancellationToken));
            if (!olds.Select(one => one.Recording).SequenceEqual(news.Select(one => one.Recording), StringComparer.Ordinal))
                throw new CommandException("The two are not of the same recordings.");
            var pairs = olds.Zip(news).ToArray();
            var differences = pairs.SelectMany(pair =>
                pair.First.DifferencesTo(pair.Second, Tolerance).Select(difference => $"{pair.First.Recording}: {difference}"))
                .ToArray();
            foreach (var difference in differences)
                Console.WriteLine(difference);
            var row = pairs.Select(pair => pair.First.FurthestRowTo(pair.Second)).DefaultIfEmpty().MaxBy(one => one.Share);
            Console.WriteLine(
                $"{pairs.Length} recordings, {differences.Length} differences; embeddings at most "
                    + $"{pairs.Select(pair => pair.First.FurthestTo(pair.Second)).DefaultIfEmpty().Max():0.0000000} apart, "
                    + $"values of the verdict at most {100 * row.Share:0.000} % {row.Row}".TrimEnd());
            return differences.Length == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<PreparedResult[]> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return (await JsonSerializer.DeserializeAsync(stream, PreparedResultJson.Default.PreparedResultArray, cancellationToken))!;
    }
}
