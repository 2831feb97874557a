using VoicePrep.Testing;
using VoicePrep.Tests.Infra;

namespace VoicePrep.Tests.Service;

/// <summary>The programs in <c>examples/</c>, as a reader would run them, except those whose runtime is not installed.</summary>
[Collection(ServiceCollection.Name)]
public sealed class ExampleTests(ServiceFixture fixture)
{
    public static TheoryData<string, string> All => new()
    {
        { "command -v curl jq", "examples/prepare.sh" },
        { "python3 -c 'import requests'", "python3 examples/prepare.py" },
        { "command -v node", "node examples/prepare.mjs" },
        { "command -v dotnet", "dotnet run examples/prepare.cs --" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Example_ARecording_SaysItsTextAndSavesItsFiles(string needs, string command)
    {
        if (!await IsThereAsync(needs))
            return;
        using var folder = new TempFolder();

        var result = await RunAsync($"{command} '{fixture.English}' '{folder.Path}/voice'");

        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        Assert.Equal(ServiceFixture.EnglishWords, result.Output.TrimEnd().Split('\n')[^1].Split(' '));
        Assert.Equal(
            ["embedding.npy", "reference.wav"],
            Directory.GetFiles(folder.File("voice")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(128 + 256 * sizeof(float), new FileInfo(folder.File("voice/embedding.npy")).Length);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Example_NoRecording_SaysWhyAndFails(string needs, string command)
    {
        if (!await IsThereAsync(needs))
            return;
        using var folder = new TempFolder();
        var text = folder.File("notes.txt");
        await File.WriteAllTextAsync(text, "This is not a recording.\n");

        var result = await RunAsync($"{command} '{text}' '{folder.Path}'");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("The upload is a text file, not a recording.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_All_AreRun() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "examples")),
            file => Assert.Contains(All, row => ((string)row[1]).Contains(Path.GetFileName(file), StringComparison.Ordinal)));

    private static async Task<bool> IsThereAsync(string needs) => (await Tool.RunAsync("bash", ["-c", needs])).ExitCode == 0;

    private Task<ToolResult> RunAsync(string command) =>
        Tool.RunAsync("bash", ["-c", command], ("VOICEPREP_URL", fixture.Service.Http.BaseAddress!.ToString().TrimEnd('/')));
}
