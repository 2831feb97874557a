using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Cli;

/// <summary>Wrong arguments are told in one line, before anything is done.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly TempFolder folder = new();

    public ArgumentTests() => File.WriteAllText(folder.File("notes.txt"), "notes");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("watch", "", "'' is not the ID of a voice, which has 32 hexadecimal digits in lower case.")]
    [InlineData("watch", "../health", "'../health' is not the ID of a voice, which has 32 hexadecimal digits in lower case.")]
    [InlineData("prepare", "FOLDER/notes.txt|-o|FOLDER/notes.txt", "FOLDER/notes.txt is a file: name a folder for --output.")]
    [InlineData("embed", "FOLDER/notes.txt|-o|FOLDER", "FOLDER is a folder: name a file for --output.")]
    [InlineData("embed", "FOLDER/notes.txt|-o|FOLDER/none/x.npy", "There is no folder FOLDER/none for --output.")]
    public async Task Command_WrongArgument_SaysWhich(string command, string arguments, string expected)
    {
        var (exitCode, output, error) = await CommandLine.RunAsync([command, .. arguments.Split('|').Select(Here)]);

        Assert.Equal((1, ""), (exitCode, output.Trim()));
        Assert.Equal(Here(expected), error.Trim());
    }

    [Fact]
    public async Task Command_EndpointOfTheEnvironmentIsNoUrl_SaysSo()
    {
        var (exitCode, _, error) = await CommandLine.RunAsync(
            ["watch", "0123456789abcdef0123456789abcdef"], ("VOICEPREP_ENDPOINT", "garbage"));

        Assert.Equal(1, exitCode);
        Assert.Equal("VOICEPREP_ENDPOINT: 'garbage' is not a URL such as http://127.0.0.1:7071.", error.Trim());
    }

    private string Here(string text) => text.Replace("FOLDER", folder.Path, StringComparison.Ordinal);
}
