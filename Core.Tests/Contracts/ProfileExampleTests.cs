using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Contracts;

/// <summary><c>docs/profile.example.json</c> is a profile as the service writes it, with everything that a single clip can have.</summary>
public sealed class ProfileExampleTests
{
    /// <summary>
    /// Fields that only voices of several recordings have, that are read but not written, or that a stage does not have.
    /// </summary>
    private static readonly string[] Absent =
    [
        "$.name", "$.version", "$.recordings", "$.engine.whisper", "$.engine.ffmpeg",
        "$.stages.validateAndTrim.queuedMilliseconds", "$.stages.convertAudio.queuedMilliseconds",
    ];

    private static readonly string Example = File.ReadAllText(Path.Combine(Repository.Root, "docs", "profile.example.json"));

    [Fact]
    public void Example_ReadAndWritten_IsTheSame()
    {
        var profile = JsonSerializer.Deserialize(Example, VoiceJson.Default.VoiceProfile)!;

        Assert.Equal(VoiceProfile.CurrentSchemaVersion, profile.SchemaVersion);
        Assert.Equal(Example.TrimEnd(), JsonSerializer.Serialize(profile, VoiceJson.Default.VoiceProfile));
    }

    [Fact]
    public void Example_Properties_AreThoseOfTheCode() =>
        Assert.Equal(
            PathsOf(VoiceJson.Default.VoiceProfile, "$").Distinct().Order(StringComparer.Ordinal),
            PathsOf(JsonNode.Parse(Example), "$").Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> PathsOf(JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => type.Properties
            .Select(property => (Path: $"{path}.{property.Name}", Type: VoiceJson.Default.GetTypeInfo(property.PropertyType)))
            .Where(property => !Absent.Contains(property.Path, StringComparer.Ordinal))
            .SelectMany(property =>
                property.Type is null ? [property.Path] : PathsOf(property.Type, property.Path).Prepend(property.Path)),
        JsonTypeInfoKind.Enumerable => PathsOf(VoiceJson.Default.GetTypeInfo(type.ElementType!)!, path),
        _ => [],
    };

    private static IEnumerable<string> PathsOf(JsonNode? node, string path) => node switch
    {
        JsonObject values when path.EndsWith(".values", StringComparison.Ordinal) => [],
        JsonObject properties =>
            properties.SelectMany(property => PathsOf(property.Value, $"{path}.{property.Key}").Prepend($"{path}.{property.Key}")),
        JsonArray items => items.SelectMany(item => PathsOf(item, path)),
        _ => [],
    };
}
