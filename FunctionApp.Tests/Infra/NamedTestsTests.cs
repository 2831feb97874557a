using System.Text.RegularExpressions;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

/// <summary>The tests that the documents name exist.</summary>
public sealed partial class NamedTestsTests
{
    [Theory]
    [InlineData("SECURITY.md", 30)]
    [InlineData("docs/failures.md", 10)]
    public async Task Document_TestsThatItNames_AreThere(string document, int least)
    {
        var tests = new List<string>();
        foreach (var file in await Tool.ListFilesAsync())
        {
            if (file.Contains(".Tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
                tests.Add(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file)));
        }

        var named = Name()
            .Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, document)))
            .SelectMany(match => new[] { match.Groups["class"].Value, match.Groups["method"].Value })
            .Where(name => name.Length > 0)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(named.Count >= least, $"{named.Count} are named.");
        Assert.DoesNotContain(named, name => !tests.Any(text => IsDeclared(text, name)));
    }

    private static bool IsDeclared(string text, string name) =>
        text.Contains($"class {name}", StringComparison.Ordinal) || text.Contains($" {name}(", StringComparison.Ordinal);

    /// <summary>A class, one of its tests, or a test of the class that was named before.</summary>
    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)?\.?(?<method>[A-Z][A-Za-z]+_\w+_\w+)?`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
