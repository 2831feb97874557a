using System.Text.Json;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary><c>voiceprep</c> against the running service.</summary>
[Collection(ServiceCollection.Name)]
public sealed class CommandLineTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Prepare_GoodClip_PrintsItsProfileAndSavesItsFiles()
    {
        using var output = new TempFolder();

        var (exitCode, text, _) = await RunAsync("prepare", fixture.English, "--output", output.Path);

        Assert.Equal(0, exitCode);
        Assert.Contains("one two three", text, StringComparison.OrdinalIgnoreCase);
        var saved = Directory.GetFiles(Directory.GetDirectories(output.Path).Single()).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["embedding.npy", "profile.json", "reference.wav", "transcript.srt", "transcript.txt", "transcript.vtt"], saved);
    }

    [Fact]
    public async Task Prepare_OneOfTwoRejected_ExitsWithOneAndTellsBoth()
    {
        var clip = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, clip, "-t", "2");

        var (exitCode, json, _) = await RunAsync("prepare", fixture.English, clip, "--json");

        Assert.Equal(1, exitCode);
        using var results = JsonDocument.Parse(json);
        Assert.Equal(["completed", "rejected"], results.RootElement.EnumerateArray().Select(result => result.GetProperty("voice").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Prepare_NoServiceThere_SaysSo()
    {
        var (exitCode, text, _) = await RunAsync("prepare", fixture.English, "--endpoint", $"http://127.0.0.1:{FreePort.Next()}");

        Assert.Equal(1, exitCode);
        Assert.Contains("No service answers", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_NoSuchRecording_SaysThatAlone()
    {
        var (exitCode, text, error) = await RunAsync("prepare", "my recording.m4a");

        Assert.Equal((1, ""), (exitCode, text.Trim()));
        Assert.Contains("'my recording.m4a'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSo()
    {
        var (exitCode, _, error) = await RunAsync("serve", "--port", $"{fixture.Service.Http.BaseAddress!.Port}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Port {fixture.Service.Http.BaseAddress.Port} is in use", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_SettingOfTheWrongKind_SaysWhatItCanBe()
    {
        var (exitCode, _, error) = await RunAsync(["serve"], ("Whisper__ComputeType", "half"));

        Assert.Equal((1, "Whisper__ComputeType is 'half': set it to float32 or float16 or int8 or int5."), (exitCode, error.Trim()));
    }

    [Fact]
    public async Task Doctor_DemoModels_FindsEveryPartSound()
    {
        var (exitCode, text, _) = await RunAsync("doctor");

        Assert.Equal(0, exitCode);
        Assert.Contains("demo-float16 on cpu", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ModelThatIsNotHere_SaysTheCommand()
    {
        var (exitCode, text, _) = await RunAsync(["doctor"], ("Whisper__Model", "tiny"));

        Assert.Equal(1, exitCode);
        Assert.Contains("models pull tiny", string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(arguments, ("Whisper__Model", "demo"));

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, (string Name, string Value) setting) =>
        CommandLine.RunAsync(arguments, ("VOICEPREP_ENDPOINT", fixture.Service.Http.BaseAddress!.ToString()), ("Voice__Model", "demo"), setting);
}
