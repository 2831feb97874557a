using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using Spectre.Console;
using VoicePrep.Cli.Models;
using VoicePrep.Models;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep models</c>: lists the catalogue, and brings models into the models folder.</summary>
public static class ModelsCommand
{
    public static Command Create() => new("models", "List the models, and fetch or make their files.") { CreateList(), CreatePull() };

    private static Command CreateList()
    {
        var folder = FolderOption();
        var command = new Command("list", "Lists the catalogue, what each model needs, and whether it is installed.") { folder };
        command.SetAction(result => List(Options(result.GetValue(folder))));
        return command;
    }

    private static Command CreatePull()
    {
        var name = new Argument<string>("name") { Description = "A name of the catalogue, such as base or openvoice-v2." };
        var computeType = new Option<ComputeType?>("--compute-type") { Description = "float32, float16 (the default), int8 or int5." };
        var offline = new Option<bool>("--offline") { Description = "Fetches nothing: makes the file from others, or says what to do." };
        var folder = FolderOption();
        var command = new Command("pull", "Fetches a model's file, checked and resumed if it was cut off, or makes it from another one.")
        {
            name, computeType, offline, folder,
        };
        command.SetAction((result, cancellationToken) =>
            PullAsync(
                result.GetRequiredValue(name),
                result.GetValue(computeType),
                result.GetValue(offline),
                Options(result.GetValue(folder)),
                cancellationToken));
        return command;
    }

    private static Option<string?> FolderOption() => new("--folder") { Description = "The models folder; the default is Models__Folder." };

    /// <summary>The folder and the mirror as the service takes them from the environment.</summary>
    private static IOptions<ModelOptions> Options(string? folder)
    {
        var options = new ModelOptions();
        if ((folder ?? Environment.GetEnvironmentVariable("Models__Folder")) is { Length: > 0 } chosen)
            options.Folder = chosen;
        if (Environment.GetEnvironmentVariable("Models__Mirror") is { Length: > 0 } mirror)
            options.Mirror = new Uri(mirror);
        return Microsoft.Extensions.Options.Options.Create(options);
    }

    private static void List(IOptions<ModelOptions> options)
    {
        var files = new ModelFiles(options);
        var table = new Table().AddColumns("model", "compute type", "file", "size", "here");
        foreach (var model in ModelCatalogue.Default.Models)
        {
            foreach (var file in model.Files)
            {
                var size = file.Bytes is { } bytes ? Megabytes(bytes) : file.MadeFrom is { } source ? $"made from {source}" : "not known";
                table.AddRow(
                    model.Name,
                    file.ComputeType?.ToString().ToLowerInvariant() ?? "",
                    file.Name,
                    size,
                    File.Exists(files.PathOf(file)) ? "yes" : "");
            }
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Folder: {Path.GetFullPath(options.Value.Folder)}");
    }

    private static async Task<int> PullAsync(
        string name, ComputeType? computeType, bool offline, IOptions<ModelOptions> options, CancellationToken cancellationToken)
    {
        using var client = ModelDownloader.CreateClient();
        var puller = new ModelPuller(ModelCatalogue.Default, options, new ModelDownloader(client));
        try
        {
            var path = await ConsolePull.RunAsync(puller, name, computeType, offline, cancellationToken);
            AnsiConsole.WriteLine(path);
            return 0;
        }
        catch (ModelFileException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
