using System.CommandLine;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Cli.Local;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep embed FILE</c>: the tone-colour embedding of a recording, without the service.</summary>
internal static class EmbedCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A recording of one voice." };
        file.AcceptExistingOnly();
        file.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && Directory.Exists(path))
                result.AddError($"{path} is a folder: name a recording.");
        });
        var model = new Option<string?>("--model")
        {
            Description = "Encoder: a name of the catalogue, demo, or the path of a .pth or .safetensors file; Voice__Model by default.",
        };
        var whole = new Option<bool>("--whole")
        {
            Description = "Takes the file as it is, as one piece: no checks, no window, no voice activity.",
        };
        var output = new Option<FileInfo>("--output", "-o")
        {
            Description = "The .npy file to write: float32 [1, 256, 1].",
            DefaultValueFactory = _ => new FileInfo("embedding.npy"),
        };
        output.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var path }])
                return;
            if (Directory.Exists(path))
                result.AddError($"{path} is a folder: name a file for {output.Name}.");
            else if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
                result.AddError($"There is no folder {folder} for {output.Name}.");
        });
        var command = new Command("embed", "Computes the embedding of a recording, by voice activity, without the service.")
        {
            file, model, whole, output,
        };
        command.SetAction((arguments, cancellationToken) =>
            RunAsync(
                arguments.GetRequiredValue(file),
                arguments.GetValue(model),
                arguments.GetValue(whole),
                arguments.GetRequiredValue(output),
                cancellationToken));
        return command;
    }

    private static async Task RunAsync(FileInfo file, string? model, bool whole, FileInfo output, CancellationToken cancellationToken)
    {
        await using var pipeline = LocalPipeline.CreateForEmbedding(model);
        var embedding = whole
            ? await pipeline.EmbedWholeAsync(file.FullName, cancellationToken)
            : (await pipeline.PrepareAsync(file.FullName, transcribe: false, cancellationToken)).Embedding;
        await using (var npy = output.Create()) NpyFile.Write(npy, embedding.Values, 1, VoiceEmbedding.Dimensions, 1);
        Console.WriteLine($"{output}: {VoiceEmbedding.Dimensions} numbers by {embedding.Model.Name}");
        if (OneSpeaker.Check(embedding.Consistency?.BetweenGroups) is { Advice: { } advice } check)
            await Console.Error.WriteLineAsync($"{check.Name}: {advice} ({check.Value:0.00}, threshold {check.Threshold:0.00})");
    }
}
