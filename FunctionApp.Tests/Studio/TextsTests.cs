using System.Text.Json;
using System.Text.RegularExpressions;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Studio;

/// <summary>The page's own words.</summary>
public sealed partial class TextsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "FunctionApp", "Studio");

    [Theory]
    [InlineData("texts")]
    [InlineData("voice")]
    public void Texts_OfBothLanguages_HaveTheSameKeysAndPlaceholders(string name)
    {
        var (english, japanese) = (Read($"{name}.en.json"), Read($"{name}.ja.json"));

        Assert.Equal(english.Keys.Order(), japanese.Keys.Order());
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(japanese[text.Key])));
    }

    /// <summary>Names, words and messages of the service are shown as text: no file can make an element of them.</summary>
    [Fact]
    public void Scripts_All_MakeNoMarkupOfText()
    {
        string[] ways =
        [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "setHTML", "document.write", "createContextualFragment", "DOMParser", "srcdoc",
            "eval(", "new Function", "javascript:",
        ];
        var scripts = Directory.GetFiles(Folder, "*.js");

        Assert.True(scripts.Length > 20);
        Assert.Empty(
            from script in scripts
            let text = File.ReadAllText(script)
            from way in ways
            where text.Contains(way, StringComparison.Ordinal)
            select $"{Path.GetFileName(script)}: {way}");
    }

    [Fact]
    public void Texts_ThatThePageAsksFor_AreThere()
    {
        var known = Read("voice.en.json").Keys.Concat(Read("texts.en.json").Keys).ToHashSet(StringComparer.Ordinal);
        var asked = Directory.GetFiles(Folder, "*.js")
            .Append(Path.Combine(Folder, "index.html"))
            .SelectMany(file => Asked().Matches(File.ReadAllText(file)));

        Assert.All(asked, match => Assert.Contains(match.Groups["key"].Value, known));
    }

    private static Dictionary<string, string> Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name))).RootElement.EnumerateObject()
            .ToDictionary(text => text.Name, text => text.Value.ToString(), StringComparer.Ordinal);

    /// <summary>All but a count, which one language may say by a word.</summary>
    private static string[] Placeholders(string text) =>
        [
            .. Placeholder()
                .Matches(text)
                .Select(match => match.Value)
                .Where(name => name != "{count}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?:\bt\('|data-t(?:-label)?="")(?<key>[^'""]+)['""]", RegexOptions.None, 1000)]
    private static partial Regex Asked();
}
