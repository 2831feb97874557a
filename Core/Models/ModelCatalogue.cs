using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoicePrep.Models;

/// <summary>The models that <c>voiceprep models pull</c> can fetch or make: <c>models/catalogue.json</c>, embedded in the app.</summary>
public sealed record ModelCatalogue(IReadOnlyList<CatalogueModel> Models)
{
    private static readonly Lazy<ModelCatalogue> Embedded = new(Read);

    public static ModelCatalogue Default => Embedded.Value;

    /// <summary>The model of that name; null if there is none.</summary>
    public CatalogueModel? Find(string name) =>
        Models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));

    private static ModelCatalogue Read()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("catalogue.json")
            ?? throw new InvalidOperationException("The app was built without models/catalogue.json.");
        return JsonSerializer.Deserialize(stream, CatalogueJson.Default.ModelCatalogue)
            ?? throw new InvalidOperationException("models/catalogue.json is empty.");
    }
}

/// <summary>A model and the files it comes in.</summary>
/// <param name="Width">Size of a Whisper model's states; null for a voice model.</param>
/// <param name="TextLayers">Layers of a Whisper model's decoder; null for a voice model.</param>
public sealed record CatalogueModel(string Name, ModelKind Kind, int? Width, int? TextLayers, IReadOnlyList<CatalogueFile> Files)
{
    /// <summary>The file to use: for a Whisper model the one of the compute type, for a voice model the last.</summary>
    public CatalogueFile File(ComputeType? computeType) =>
        Files.LastOrDefault(file => file.ComputeType == computeType)
        ?? throw new ModelFileException($"The model {Name} has no file of compute type {computeType}.");
}

/// <summary>What a model is for.</summary>
public enum ModelKind
{
    Whisper,
    Voice,
}

/// <summary>A model's file.</summary>
/// <param name="Url">Where it is published; null if it is made from another file.</param>
/// <param name="Bytes">Its size; null if unknown.</param>
/// <param name="Sha1">The hash that whisper.cpp publishes; null if unknown, in which case the SHA-256 is recorded at the first
/// pull.</param>
/// <param name="MadeFrom">The name of the file of the same model that this one is made from.</param>
public sealed record CatalogueFile(string Name, ComputeType? ComputeType, Uri? Url, long? Bytes, string? Sha1, string? MadeFrom);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelCatalogue))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
