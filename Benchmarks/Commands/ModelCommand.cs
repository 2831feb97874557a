using System.CommandLine;
using Spectre.Console;
using VoicePrep.Models;
using VoicePrep.Speech;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench model</c>: writes the weights that benchmarks run on.</summary>
internal static class ModelCommand
{
    public static Command Create()
    {
        var size = new Argument<string>("size") { Description = $"{string.Join(", ", RandomModel.Names)}." };
        size.AcceptOnlyFromAmong([.. RandomModel.Names]);
        var types = new Option<ComputeType[]>("--compute-type")
        {
            Description = "One or more of float32, float16 (the default), int8, int5.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [ComputeType.Float16],
        };
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "The folder to write to.", Required = true };
        var command = new Command("model", "Writes a Whisper model of a published size with random weights.") { size, types, output };
        command.SetAction((result, cancellationToken) =>
            Task.Run(() =>
                Write(
                    result.GetRequiredValue(size),
                    result.GetRequiredValue(types),
                    result.GetRequiredValue(output),
                    cancellationToken), cancellationToken));
        return command;
    }

    private static int Write(
        string size, IReadOnlyCollection<ComputeType> types, DirectoryInfo output, CancellationToken cancellationToken)
    {
        output.Create();
        var source = PathOf(ComputeType.Float16);
        RandomModel.WriteTalking(source, size, SpeechBench.Tokens);
        foreach (var type in types.Where(type => type != ComputeType.Float16))
            GgmlConverter.Convert(
                source, PathOf(type), GgmlConverter.TypeOf(ModelCatalogue.Default.Find(size)!.File(type)), cancellationToken);
        if (!types.Contains(ComputeType.Float16))
            File.Delete(source);
        foreach (var type in types)
            AnsiConsole.WriteLine(PathOf(type));
        return 0;

        string PathOf(ComputeType type) => Path.Combine(output.FullName, $"{size}-random-{type}.bin".ToLowerInvariant());
    }
}
