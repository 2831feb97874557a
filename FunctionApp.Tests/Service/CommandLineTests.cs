using System.Text.Json;
using VoicePrep.Contracts;
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
        Assert.Contains(string.Join(' ', ServiceFixture.EnglishWords), text, StringComparison.OrdinalIgnoreCase);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
        var saved = Directory.GetFiles(Directory.GetDirectories(output.Path).Single())
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);
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
        Assert.Equal(
            ["completed", "rejected"],
            results.RootElement.EnumerateArray().Select(result => result.GetProperty("voice").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Prepare_WithConsent_IsInTheProfile()
    {
        var recording = fixture.NewFile(".wav");
        await Recording.SpeakAsync(recording, "en-us", "nine eight seven six five four three two one zero nine eight".Split(' '));

        var (exitCode, json, error) = await RunAsync(
            "prepare", fixture.English, "--consent", "contract 7", "--consent-clip", recording, "--json");

        Assert.True(exitCode == 0, json + error);
        using var results = JsonDocument.Parse(json);
        var profile = results.RootElement[0].GetProperty("voice").GetProperty("profile");
        Assert.Equal("contract 7", profile.GetProperty("consent").GetProperty("reference").GetString());
        Assert.Contains(
            profile.GetProperty("verdict").GetProperty("checks").EnumerateArray(),
            check => check.GetProperty("name").GetString() == "consent_voice");
    }

    [Fact]
    public async Task Prepare_SeveralAsOneVoice_PrintsEachRecordingAndSavesTheVoice()
    {
        using var output = new TempFolder();
        var (second, tooShort) = (fixture.NewFile(".wav"), fixture.NewFile(".wav"));
        await Recording.ConvertAsync(fixture.English, second, "-af", "volume=-2dB");
        await Recording.ConvertAsync(fixture.English, tooShort, "-t", "2");

        var (exitCode, text, error) = await RunAsync(
            "prepare", "--as", "anna", fixture.English, second, tooShort, "--output", output.Path);

        Assert.True(exitCode == 0, text + error);
        Assert.Contains("50 % of the embedding", text, StringComparison.Ordinal);
        Assert.Contains(
            $"{Path.GetFileName(tooShort)} not used: The clip lasts 2.00 s",
            string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        var folder = Assert.Single(Directory.GetDirectories(output.Path));
        Assert.StartsWith("anna-", Path.GetFileName(folder), StringComparison.Ordinal);
        await using var saved = File.OpenRead(Path.Combine(folder, VoiceFiles.Profile));
        var profile = JsonSerializer.Deserialize(saved, VoiceJson.Default.VoiceProfile)!;

        var (added, next, _) = await RunAsync("prepare", "--to", profile.Id, second, "--json");

        Assert.Equal(0, added);
        using var results = JsonDocument.Parse(next);
        Assert.Equal(2, results.RootElement[0].GetProperty("voice").GetProperty("profile").GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Prepare_NoServiceThere_SaysSo()
    {
        var (exitCode, text, _) = await RunAsync("prepare", fixture.English, "--endpoint", $"http://127.0.0.1:{FreePort.Next()}");

        Assert.Equal(1, exitCode);
        Assert.Contains("No service answers", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>A script with an empty variable would otherwise get a voice without the consent that it meant to give.</summary>
    [Theory]
    [InlineData("--consent")]
    [InlineData("--as")]
    public async Task Prepare_EmptyValue_IsRefused(string option)
    {
        var (exitCode, _, error) = await RunAsync("prepare", fixture.English, option, "");

        Assert.Equal((1, $"{option} is empty: give it a value, or leave it out."), (exitCode, error.Trim()));
    }

    [Fact]
    public async Task Prepare_NoSuchRecording_SaysThatAlone()
    {
        var (exitCode, text, error) = await RunAsync("prepare", "my recording.m4a");

        Assert.Equal((1, ""), (exitCode, text.Trim()));
        Assert.Contains("'my recording.m4a'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Studio_OfARunningService_SaysWhereItIsAndOpensIt()
    {
        using var programs = new TempFolder();
        var (opened, opener) = (programs.File("opened"), programs.File("xdg-open"));
        await TestProcess.WriteProgramAsync(opener, $"#!/bin/sh\necho \"$1\" > '{opened}'\n");
        var path = $"{programs.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        var page = fixture.Service.Studio.ToString();

        var (exitCode, text, _) = await CommandLine.RunAsync(
            ["studio", "--endpoint", fixture.Service.Http.BaseAddress!.ToString()], ("PATH", path), ("DISPLAY", ":0"));

        Assert.Equal((0, $"The studio is at {page}"), (exitCode, text.Trim()));
        await Eventually.SucceedsAsync(async () => Assert.Equal(page, (await File.ReadAllTextAsync(opened)).Trim()));
    }

    [Fact]
    public async Task Studio_NoServiceThere_SaysWhatToDo()
    {
        var (exitCode, _, error) = await CommandLine.RunAsync(["studio", "--endpoint", $"http://127.0.0.1:{FreePort.Next()}"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("Without --endpoint, one is started.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSo()
    {
        var (exitCode, _, error) = await RunAsync("serve", "--port", $"{fixture.Service.Http.BaseAddress!.Port}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Port {fixture.Service.Http.BaseAddress.Port} is in use", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port is 70000: choose one from 1 to 65535.", "--port", "70000")]
    [InlineData("--port is many: choose one from 1 to 65535.", "--port", "many")]
    [InlineData("--storage-port is 65534: choose one from 1 to 65533.", "--storage-port", "65534")]
    [InlineData("Port 10001 is among the storage emulator's (10000 to 10002). Choose others: --port, --storage-port.", "--port", "10001")]
    public async Task Serve_PortThatCannotBe_SaysWhichCan(string expected, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(["serve", .. arguments]);

        Assert.Equal((1, expected), (exitCode, error.Trim()));
    }

    [Fact]
    public async Task Serve_WrongSettingsInEverySection_SaysThemAllBeforeAnythingStarts()
    {
        var (exitCode, _, error) = await RunAsync(
            ["serve"],
            ("Clip__Window", "middle"),
            ("Ffmpeg__Threads", "many"),
            ("Whisper__ComputeType", "half"),
            ("Join__MinSimilarity", "2"),
            ("Storage__VoiceDays", "-1"),
            ("Api__NotifyQueue", "A_b"),
            ("Voice__Segments", "none"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "Api__NotifyQueue is 'A_b': set it to 3 to 63 lower-case letters, digits and single hyphens, or leave it empty.",
                "Clip__Window is 'middle': set it to best or first.",
                "Ffmpeg__Threads is 'many': set it to a whole number.",
                "Join__MinSimilarity is 2: set it from -1, which leaves no recording out, to less than 1.",
                "Storage__VoiceDays is -1: set it to a number of days, at most 36500, or to 0 to keep everything.",
                "Voice__Segments is 'none': set it to vad or whisper.",
                "Whisper__ComputeType is 'half': set it to float32 or float16 or int8 or int5.",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Serve_NoFfmpeg_SaysWhatToInstall()
    {
        var (exitCode, _, error) = await RunAsync(["serve"], ("Whisper__Model", "demo"), ("PATH", "/nowhere"));

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "install FFmpeg", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_BatchWithAFolderAndWhatCannotBeRead_FinishesTheRest()
    {
        using var folder = new TempFolder();
        var (ann, ben) = (Directory.CreateDirectory(folder.File("ann")), Directory.CreateDirectory(folder.File("ben")));
        File.Copy(fixture.English, Path.Combine(ann.FullName, "voice.wav"));
        await File.WriteAllTextAsync(Path.Combine(ann.FullName, "notes.txt"), "not a recording");
        await File.WriteAllBytesAsync(Path.Combine(ben.FullName, "voice.wav"), new byte[2000]);
        var large = folder.File("large.wav");
        await using (var file = File.Create(large))
            file.SetLength(101_000_000);

        var (exitCode, json, _) = await RunAsync(
            "prepare",
            ann.FullName,
            Path.Combine(ben.FullName, "voice.wav"),
            Directory.CreateDirectory(folder.File("empty")).FullName,
            "/proc/self/mem",
            large,
            "--output",
            "/proc/voices",
            "--json");

        Assert.Equal(1, exitCode);
        using var results = JsonDocument.Parse(json);
        var clips = results.RootElement.EnumerateArray()
            .ToDictionary(clip => clip.GetProperty("clip").GetString()!, StringComparer.Ordinal);
        Assert.Equal(5, clips.Count);
        var saved = clips.Single(clip => clip.Key.EndsWith("ann/voice.wav", StringComparison.Ordinal)).Value;
        Assert.Equal("completed", saved.GetProperty("voice").GetProperty("status").GetString());
        Assert.Contains("not saved in /proc/voices", saved.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "rejected",
            clips.Single(clip => clip.Key.EndsWith("ben/voice.wav", StringComparison.Ordinal)).Value.GetProperty("voice")
                .GetProperty("status")
                .GetString());
        Assert.Contains("no recordings", clips["empty"].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Contains("broke off", clips["mem"].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "clip_too_large: large.wav has 101.0 MB; this service takes 100 MB. "
                + "Send a compressed recording (FLAC, M4A, MP3), or only the part with the voice.",
            clips["large.wav"].GetProperty("problem").GetString());
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
        Assert.Contains(
            "models pull tiny",
            string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAsync(arguments, ("Whisper__Model", "demo"));

    private Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments, params (string Name, string Value)[] settings) =>
        CommandLine.RunAsync(
            arguments, [("VOICEPREP_ENDPOINT", fixture.Service.Http.BaseAddress!.ToString()), ("Voice__Model", "demo"), .. settings]);
}
