using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Service;
using VoicePrep.Contracts;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep compare A B</c>: how alike two voices are.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var a = new Argument<string>("A")
        {
            Description = "A recording, an embedding (.npy), the folder of a prepared voice, or the ID of a voice of the service.",
        };
        var b = new Argument<string>("B") { Description = "Another of these." };
        var service = new ServiceOptions();
        var command = new Command("compare", "Prints the cosine similarity of two voices: 1 is the same tone colour, 0 nothing in common.")
        {
            a, b,
        };
        service.AddTo(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var client = service.CreateClient(arguments);
            var first = await ReadAsync(arguments.GetRequiredValue(a), client, cancellationToken);
            var second = await ReadAsync(arguments.GetRequiredValue(b), client, cancellationToken);
            if (first.Model is { } model && second.Model is { } other && !model.Matches(other))
                throw new CommandException(
                    $"The embeddings are of different encoders, '{model.Beside(other)}' and '{other.Beside(model)}', "
                        + "and cannot be compared: prepare both recordings with one.");
            Console.WriteLine(VoiceSimilarity.Cosine(first.Values, second.Values).ToString("0.0000", CultureInfo.InvariantCulture));
        });
        return command;
    }

    private static async Task<(float[] Values, EmbeddingModel? Model)> ReadAsync(
        string voice, VoiceClient client, CancellationToken cancellationToken)
    {
        if (File.Exists(voice))
            return IsNpy(voice) ? (ReadNpy(voice), null) : await EmbedAsync(voice, cancellationToken);
        if (Directory.Exists(voice))
            return (
                ReadNpy(Path.Combine(voice, VoiceFiles.Embedding)),
                await ReadModelAsync(Path.Combine(voice, VoiceFiles.Profile), cancellationToken));
        if (!VoiceId.IsValid(voice))
            throw new CommandException($"'{voice}' is neither a file, nor a folder, nor the ID of a voice.");

        var folder = Directory.CreateTempSubdirectory("voiceprep-").FullName;
        try
        {
            var status = await client.GetAsync(voice, cancellationToken);
            if (status.Profile is not { } profile)
                throw new CommandException($"The voice {voice} has no profile: it is {status.Status.ToString().ToLowerInvariant()}.");
            await client.DownloadAsync(voice, VoiceFiles.Embedding, folder, cancellationToken);
            return (ReadNpy(Path.Combine(folder, VoiceFiles.Embedding)), profile.Embedding.ToModel());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsNpy(string path) => Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase);

    private static async Task<(float[] Values, EmbeddingModel? Model)> EmbedAsync(string recording, CancellationToken cancellationToken)
    {
        await using var pipeline = LocalPipeline.CreateForEmbedding(model: null);
        var embedding = (await pipeline.PrepareAsync(recording, transcribe: false, cancellationToken)).Embedding;
        return (embedding.Values, embedding.Model);
    }

    private static float[] ReadNpy(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return NpyFile.Read(file).Values is { Length: VoiceEmbedding.Dimensions } values
                ? values
                : throw new InvalidDataException($"It does not hold {VoiceEmbedding.Dimensions} numbers.");
        }
        catch (InvalidDataException e)
        {
            throw new CommandException($"{path} is not an embedding. {e.Message}", e);
        }
    }

    private static async Task<EmbeddingModel?> ReadModelAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        await using var file = File.OpenRead(path);
        return (await JsonSerializer.DeserializeAsync(file, VoiceJson.Default.VoiceProfile, cancellationToken))?.Embedding.ToModel();
    }
}
