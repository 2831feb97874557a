using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Cli;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_WhereFfmpegCannotBeConfined_SaysSoAndFindsItSound()
    {
        using var folder = new TempFolder();
        var copy = folder.File("voiceprep");
        await TestProcess.RunAsync("cp", "-r", "--link", AppContext.BaseDirectory, copy);
        var confined = Path.Combine(copy, "confined", "ffmpeg");
        File.Delete(confined);
        await File.WriteAllTextAsync(confined, "nothing that can be run");

        using var doctor = TestProcess.Start(
            "dotnet", [Path.Combine(copy, "voiceprep.dll"), "doctor"], [new("Whisper__Model", "demo"), new("Voice__Model", "demo")]);
        var exitCode = await doctor.WaitForExitAsync(Eventually.Limit);

        Assert.True(exitCode == 0, doctor.Output);
        Assert.Contains(
            "ffmpeg is not confined",
            string.Join(' ', doctor.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    /// <summary>Also in a section that no command reads.</summary>
    [Fact]
    public async Task Doctor_WrongSettingOfTheApp_IsFound()
    {
        var (exitCode, output, _) = await CommandLine.RunAsync(
            ["doctor"], ("Whisper__Model", "demo"), ("Voice__Model", "demo"), ("Storage__VoiceDays", "-1"));

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "Storage__VoiceDays is -1",
            string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    /// <summary>A misspelt name changes nothing, which is told; a wrong value is refused.</summary>
    [Fact]
    public async Task Doctor_UnknownSettings_AreToldOnce()
    {
        var (exitCode, output, _) = await CommandLine.RunAsync(
            ["doctor"],
            ("Whisper__Model", "demo"),
            ("Voice__Model", "demo"),
            ("Clip__MaxSecond", "10"),
            ("Storage__VoicDays", "30"),
            ("AzureWebJobs__Other__Disabled", "true"));

        Assert.True(exitCode == 0, output);
        var words = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("settings ok all in range", words, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Clip__MaxSecond is not a setting, and changes nothing: did you mean Clip__MaxSeconds?",
                "Storage__VoicDays is not a setting, and changes nothing: did you mean Storage__VoiceDays?",
            ],
            output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("not a setting", StringComparison.Ordinal)));
    }
}
