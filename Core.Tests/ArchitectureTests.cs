using System.Text.RegularExpressions;
using VoicePrep.Testing;

namespace VoicePrep.Tests;

/// <summary>The files and folders that the documents name exist.</summary>
public sealed partial class ArchitectureTests
{
    [Theory]
    [InlineData("docs/architecture.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Document_PathsOfCode_AreThere(string document)
    {
        string[] roots = ["Core", "Core.Tests", "FunctionApp", "FunctionApp.Tests", "LocalHost", "Benchmarks", "Cli"];
        var known = roots.SelectMany(root =>
            Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Root, root), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFileSystemEntries(Repository.Root))
            .Select(path => $"/{Path.GetRelativePath(Repository.Root, path)}")
            .ToList();

        var named = PathOfCode()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
            .Select(match => match.Value)
            .Distinct(StringComparer.Ordinal);

        Assert.DoesNotContain(named, path => !known.Exists(entry => entry.EndsWith($"/{path}", StringComparison.Ordinal)));
    }

    /// <summary>In backticks: a file with its extension, or a path that begins with a project.</summary>
    [GeneratedRegex(
        @"(?<=`)([A-Za-z]+(\.Tests)?/)*[A-Za-z.]+\.(cs|ja\.json|en\.json)(?=`)"
            + @"|(?<=`)(Core|FunctionApp|LocalHost|Cli|Benchmarks)(\.Tests)?/[A-Za-z./]+(?=`)",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PathOfCode();
}
