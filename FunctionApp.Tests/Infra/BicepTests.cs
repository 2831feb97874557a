using System.Text.Json.Nodes;
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

    /// <summary>The app has taken it for the other's earlier name ever since.</summary>
    [Theory]
    [InlineData(null, null, "auto")]
    [InlineData("2", null, "2")]
    [InlineData("2", "3", "3")]
    public async Task BuildParams_EarlierNameOfConcurrency_StillCounts(string? batchSize, string? concurrency, string expected)
    {
        (string Name, string? Value)[] given = [("WHISPER_BATCH_SIZE", batchSize), ("WHISPER_CONCURRENCY", concurrency)];
        var result = await Bicep.RunAsync(
            ["build-params", "infra/app.bicepparam", "--stdout"],
            [.. from variable in given where variable.Value is not null select (variable.Name, variable.Value)]);

        var parameters = JsonNode.Parse((string)JsonNode.Parse(result.Output)!["parametersJson"]!)!["parameters"]!;
        Assert.Equal(expected, (string?)parameters["whisperConcurrency"]!["value"]);
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
