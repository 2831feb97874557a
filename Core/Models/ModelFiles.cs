using Microsoft.Extensions.Options;

namespace VoicePrep.Models;

/// <summary>Finds the file of a model by its name.</summary>
public sealed class ModelFiles(IOptions<ModelOptions> options)
{
    /// <summary>The name of the bundled models.</summary>
    public const string Demo = "demo";

    private static readonly string DemoFolder = Path.Combine(AppContext.BaseDirectory, "models", "demo");

    /// <summary>The Whisper file of <paramref name="model"/>: a name of the catalogue, <c>demo</c>, or a path.</summary>
    /// <exception cref="ModelFileException">There is no such model, or its file is not here; the message has the command that fetches
    /// it.</exception>
    public string ResolveWhisper(string model, ComputeType computeType) =>
        Resolve(ModelKind.Whisper, model, "ggml-demo.bin", computeType);

    /// <summary>The checkpoint of <paramref name="model"/>: a name of the catalogue, <c>demo</c>, or a path.</summary>
    /// <exception cref="ModelFileException">There is no such model, or its file is not here; the message has the command that fetches
    /// it.</exception>
    public string ResolveVoice(string model) => Resolve(ModelKind.Voice, model, "voice.pth", null);

    /// <summary>Where a file of the catalogue is or will be stored.</summary>
    public string PathOf(CatalogueFile file) => Path.GetFullPath(Path.Combine(options.Value.Folder, file.Name));

    private string Resolve(ModelKind kind, string model, string demoFile, ComputeType? computeType)
    {
        if (string.Equals(model, Demo, StringComparison.OrdinalIgnoreCase))
            return Existing(Path.Combine(DemoFolder, demoFile), "It belongs to the app: install the app again.");

        if (ModelCatalogue.Default.Find(model) is { } known && known.Kind == kind)
        {
            var suffix = computeType is { } type ? $" --compute-type {Lower(type)}" : "";
            return Existing(PathOf(known.File(computeType)), $"Fetch it with: ./run.sh models pull {known.Name}{suffix}");
        }

        if (IsPath(model))
            return Existing(Path.GetFullPath(model), "Correct the path.");

        var names = ModelCatalogue.Default.Models.Where(entry => entry.Kind == kind).Select(entry => entry.Name);
        throw new ModelFileException(
            $"There is no model '{model}'. It can be {Demo}, the path of a file, or one of: {string.Join(", ", names)}.");
    }

    private static bool IsPath(string model) =>
        model.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || File.Exists(model);

    private static string Existing(string path, string advice) =>
        File.Exists(path) ? path : throw new ModelFileException($"The model file {path} is not there. {advice}");

    private static string Lower(ComputeType type) => type.ToString().ToLowerInvariant();
}
