using System.Text.Json;
using System.Text.RegularExpressions;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Cli;

public sealed partial class QualityCommandTests
{
    private const string Demo = "Whisper__Model=demo,Voice__Model=demo";

    [Fact]
    public async Task Quality_AnotherComputeType_PassesAndWritesAListeningSheet()
    {
        using var folder = new TempFolder();
        await SpeakAsync(folder.File("first.wav"), "one two three four five six seven eight");
        await SpeakAsync(folder.File("second.wav"), "nine eight seven six five four three two");

        var (exitCode, output, error) = await CommandLine.RunAsync(
            [
                "quality", $"{Demo},Whisper__ComputeType=float16", $"{Demo},Whisper__ComputeType=int8", folder.Path, "--sheet",
                folder.File("sheet.html"),
            ]);

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("PASS  transcripts", output, StringComparison.Ordinal);
        Assert.Contains("PASS  embeddings: lowest cosine 1.0000", output, StringComparison.Ordinal);
        Assert.Contains(
            "With Voice__Segments=vad the embedding does not depend on the Whisper model at all", output, StringComparison.Ordinal);
        AssertPlaysOnItsOwn(await File.ReadAllTextAsync(folder.File("sheet.html")));
    }

    private static async Task SpeakAsync(string path, string words)
    {
        await Recording.SpeakAsync(path, "en-us", words.Split(' '));
        await File.WriteAllTextAsync(Path.ChangeExtension(path, ".txt"), words);
    }

    /// <summary>The recordings are in the page, and it names nothing outside itself.</summary>
    private static void AssertPlaysOnItsOwn(string page)
    {
        Assert.DoesNotMatch("""https?://|<link|<script[^>]*\ssrc=|@import""", page);
        using var data = JsonDocument.Parse(Data().Match(page).Groups["json"].Value);
        var pairs = data.RootElement.GetProperty("pairs").EnumerateArray().ToArray();
        Assert.Equal(["first", "second"], pairs.Select(pair => pair.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(pairs.SelectMany(pair => new[] { pair.GetProperty("left"), pair.GetProperty("right") }), sound =>
        {
            var bytes = sound.GetBytesFromBase64();
            Assert.Equal("RIFF"u8, bytes.AsSpan(0, 4));
            Assert.InRange(bytes.Length, 5 * 2 * 22_050, 30 * 2 * 22_050);
        });
    }

    [GeneratedRegex(
        """<script type="application/json" id="data">(?<json>.*?)</script>""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Data();
}
