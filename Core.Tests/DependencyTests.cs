using System.Reflection;
using System.Xml.Linq;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using VoicePrep.Signal;
using VoicePrep.Testing;

namespace VoicePrep.Tests;

/// <summary>Which parts may depend on which, and how large folders and lines may be.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Core = typeof(SpeechSpan).Assembly;

    [Fact]
    public void Namespaces_OfCore_DependOnEachOtherInNoCircle()
    {
        var architecture = new ArchLoader().LoadAssembly(Core).Build();

        var circles = SliceRuleDefinition.Slices()
            .Matching("VoicePrep.(**)")
            .Should()
            .BeFreeOfCycles()
            .Evaluate(architecture)
            .Where(result => !result.Passed);

        Assert.Empty(circles.Select(circle => circle.Description));
    }

    /// <summary>The app's folders, in an order in which each may depend only on those before it.</summary>
    [Fact]
    public void Folders_OfTheApp_KnowOnlyThoseBeforeThem()
    {
        string[] order = ["Requests", "Storage", "Observability", "Pipeline", "Api"];

        var backwards =
            from folder in order
            from file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "FunctionApp", folder), "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            where order.SkipWhile(other => other != folder)
                .Skip(1)
                .Any(later => line.StartsWith($"using VoicePrep.{later}", StringComparison.Ordinal))
            select $"{file}: {line}";

        Assert.Empty(backwards);
    }

    /// <summary>About fifteen files can be taken in at a glance.</summary>
    [Fact]
    public void Folders_OfCode_HoldFewFiles()
    {
        const int Most = 16;
        var folders = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!), StringComparer.Ordinal)
            .Where(folder => !folder.Key.Split('/').Any(part => part is "bin" or "obj" || part.StartsWith('.')));

        Assert.Empty(folders.Where(folder => folder.Count() > Most).Select(folder => $"{folder.Key} has {folder.Count()} files"));
    }

    [Fact]
    public void Lines_OfCode_FitOneScreen()
    {
        const int Longest = 139;

        var longer =
            from file in Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            where !Path.GetRelativePath(Repository.Root, file).Split('/').Any(part => part is "bin" or "obj" || part.StartsWith('.'))
            from line in File.ReadLines(file)
            where line.Length > Longest
            select $"{file}: {line}";

        Assert.Empty(longer);
    }

    [Theory]
    [InlineData("Azure.")]
    [InlineData("Microsoft.AspNetCore.")]
    [InlineData("Microsoft.Azure.")]
    public void Core_ReferencesNoHost(string prefix) =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith(prefix, StringComparison.Ordinal));

    [Theory]
    [InlineData("Core", "")]
    [InlineData("Testing", "")]
    [InlineData("LocalHost", "")]
    [InlineData("Cli", "Core")]
    [InlineData("FunctionApp", "Core")]
    [InlineData("Benchmarks", "Cli")]
    [InlineData("Core.Tests", "Benchmarks Core Testing")]
    [InlineData("FunctionApp.Tests", "Benchmarks Cli FunctionApp Testing")]
    public void Project_ReferencesTheseAlone(string project, string expected)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Equal(expected, string.Join(' ', references.Order(StringComparer.Ordinal)));
    }
}
