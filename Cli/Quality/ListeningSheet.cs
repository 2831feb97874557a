using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoicePrep.Cli.Quality;

/// <summary>Two recordings to be judged against each other.</summary>
internal sealed record ListeningPair(string Name, byte[] A, byte[] B);

/// <summary>
/// A page for a blind listening test: self-contained, works from the disk, sends nothing. Pairs and the two sides of each stand in random
/// order; which side is which is kept apart and shown only with the result.
/// </summary>
internal static class ListeningSheet
{
    private const string Placeholder = "{{data}}";

    /// <summary>The page.</summary>
    /// <param name="seed">The same seed gives the same order.</param>
    public static string Write(IReadOnlyList<ListeningPair> pairs, int seed)
    {
        var random = new Random(seed);
        var shuffled = pairs.ToArray();
        random.Shuffle(shuffled);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seed", seed);
            writer.WriteStartArray("pairs");
            foreach (var pair in shuffled)
            {
                var swapped = random.Next(2) == 1;
                writer.WriteStartObject();
                writer.WriteString("name", pair.Name);
                writer.WriteString("key", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{pair.Name}:{(swapped ? "BA" : "AB")}")));
                writer.WriteBase64String("left", swapped ? pair.B : pair.A);
                writer.WriteBase64String("right", swapped ? pair.A : pair.B);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        using var template = new StreamReader(typeof(ListeningSheet).Assembly.GetManifestResourceStream("listening-sheet.html")!);
        return template.ReadToEnd().Replace(Placeholder, Encoding.UTF8.GetString(json.ToArray()), StringComparison.Ordinal);
    }
}
