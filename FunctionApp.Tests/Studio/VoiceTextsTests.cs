using System.Text.Json;
using System.Text.RegularExpressions;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Studio;

/// <summary>The words of the view of a voice.</summary>
public sealed partial class VoiceTextsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "FunctionApp", "Studio");

    [Fact]
    public void Texts_OfBothLanguages_HaveTheSameKeysAndPlaceholders()
    {
        var (english, japanese) = (Read("voice.en.json"), Read("voice.ja.json"));

        Assert.Equal(english.Keys.Order(), japanese.Keys.Order());
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(japanese[text.Key])));
    }

    [Theory]
    [InlineData("voice.js", "recording.js", "waveform.js", "bars.js", "verdict.js", "transcript.js", "downloads.js", "feedback.js", "compare.js", "service.js")]
    public void Texts_ThatTheScriptsAskFor_AreThere(params string[] scripts)
    {
        var known = Read("voice.en.json").Keys.Concat(Read("texts.en.json").Keys).ToHashSet(StringComparer.Ordinal);

        Assert.All(
            scripts.SelectMany(script => Asked().Matches(File.ReadAllText(Path.Combine(Folder, script)))),
            asked => Assert.Contains(asked.Groups["key"].Value, known));
    }

    private static Dictionary<string, string> Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name))).RootElement.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.ToString(), StringComparer.Ordinal);

    /// <summary>All but a count, which one language may say by a word.</summary>
    private static string[] Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value).Where(name => name != "{count}").Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\bt\('(?<key>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Asked();
}
