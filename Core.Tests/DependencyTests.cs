using System.Reflection;
using System.Xml.Linq;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using VoicePrep.Signal;
using VoicePrep.Testing;

namespace VoicePrep.Tests;

/// <summary>Who may know whom.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Core = typeof(SpeechSpan).Assembly;

    [Fact]
    public void Namespaces_OfCore_DependOnEachOtherInNoCircle()
    {
        var architecture = new ArchLoader().LoadAssembly(Core).Build();

        var circles = SliceRuleDefinition.Slices().Matching("VoicePrep.(**)").Should().BeFreeOfCycles().Evaluate(architecture).Where(result => !result.Passed);

        Assert.Empty(circles.Select(circle => circle.Description));
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
