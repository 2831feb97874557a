namespace VoicePrep.Tests.Infra;

public sealed class BicepTests
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

    [Theory]
    [InlineData("infra/main.bicepparam")]
    [InlineData("infra/app.bicepparam")]
    public async Task BuildParams_WithoutSettings_HasADefaultForEach(string file)
    {
        var result = await Bicep.RunAsync("build-params", file, "--stdout");

        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
    }
}
