using System.Text.RegularExpressions;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

public sealed partial class BicepTests
{
    [Theory]
    [InlineData("infra/main.bicep")]
    [InlineData("infra/app.bicep")]
    public async Task Lint_Template_HasNothingToSay(string file)
    {
        var result = await Bicep.RunAsync("lint", file);

        Assert.Equal("", result.Output + result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task BuildParams_WithoutSettings_HasADefaultForEach()
    {
        var result = await Bicep.RunAsync("build-params", "infra/app.bicepparam", "--stdout");

        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task ApiVersions_OfAType_AreTheSameEverywhere()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "infra"), "*.bicep", SearchOption.AllDirectories);
        var used = new Dictionary<string, string>();
        foreach (var file in files)
        {
            foreach (Match match in ResourceType().Matches(await File.ReadAllTextAsync(file)))
            {
                var root = string.Join('/', match.Groups["type"].Value.Split('/').Take(2));
                Assert.Equal(
                    match.Groups["version"].Value,
                    used.TryGetValue(root, out var version) ? version : used[root] = match.Groups["version"].Value);
            }
        }

        Assert.NotEmpty(used);
    }

    [GeneratedRegex(@"'(?<type>Microsoft\.[A-Za-z]+/[A-Za-z/]+)@(?<version>[0-9a-z-]+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResourceType();
}
