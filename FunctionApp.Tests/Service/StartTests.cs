using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>What someone sees who starts the app with wrong settings.</summary>
[Collection(ServiceCollection.Name)]
public sealed class StartTests(ServiceFixture fixture)
{
    private (string Name, string Value)[] Sound =>
        [
            ("AzureWebJobsStorage", fixture.Storage), ("AzureFunctionsWebHost__hostid", "start-tests"), ("Whisper__Model", "demo"),
            ("Voice__Model", "demo"),
        ];

    [Fact]
    public async Task Start_WrongSettingsInEverySection_EndsWithAllOfThemAndNothingElse()
    {
        var (exitCode, _, error) = await CommandLine.RunAppAsync(
            [
                .. Sound, ("Api__AllowedOrigins", "https://a.example, b.example/page"), ("Api__NotifyQueue", "Voices"),
                ("Clip__Window", "middle"), ("Clip__MinSeconds", "-1"), ("Ffmpeg__Threads", "many"), ("Whisper__Concurrency", "many"),
                ("Whisper__EnforceGpuBudget", "perhaps"), ("Whisper__Device", "7"), ("Voice__Segments", "none"),
                ("Models__Mirror", "mirror.example"), ("Storage__VoiceDays", "-1"), ("Storage__ClipDays", "soon"),
            ]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "Api__AllowedOrigins has 'b.example/page': "
                    + "set it to origins such as https://studio.example, separated by commas, without a path; or to *.",
                "Api__NotifyQueue is 'Voices': set it to 3 to 63 lower-case letters, digits and single hyphens, or leave it empty.",
                "Clip__MinSeconds is -1: set it to 1 or more.",
                "Clip__Window is 'middle': set it to best or first.",
                "Ffmpeg__Threads is 'many': set it to a whole number.",
                "Models__Mirror is 'mirror.example': set it to an address that begins with http:// or https://.",
                "Storage__ClipDays is 'soon': set it to a number.",
                "Storage__VoiceDays is -1: set it to a number of days, at most 36500, or to 0 to keep everything.",
                "Voice__Segments is 'none': set it to vad or whisper.",
                "Whisper__Concurrency is 'many': set it to auto, or 1 to 8.",
                "Whisper__Device is '7': set it to auto or cpu or cuda.",
                "Whisper__EnforceGpuBudget is 'perhaps': set it to true or false.",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_CudaOnAMachineWithout_EndsWithTheReasonAlone()
    {
        var (exitCode, _, error) = await CommandLine.RunAppAsync([.. Sound, ("Whisper__Device", "cuda")]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "Whisper__Device is cuda", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>It shows only in the background, when the host already takes requests.</summary>
    [Fact]
    public async Task Start_ModelThatCannotBeLoaded_EndsWithTheReason()
    {
        using var folder = new TempFolder();
        var model = folder.File("model.bin");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "models", "demo", "ggml-demo.bin"));
        "encoder.conv1.none"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("encoder.conv1.bias"u8)));
        await File.WriteAllBytesAsync(model, bytes);

        var (exitCode, _, error) = await CommandLine.RunAppAsync([.. Sound, ("Whisper__Model", model)]);

        Assert.Equal(1, exitCode);
        Assert.Contains(model, error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoStorage_SaysWhatToSet()
    {
        var (exitCode, _, error) = await CommandLine.RunAppAsync([.. Sound, ("AzureWebJobsStorage", "")]);

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "Set AzureWebJobsStorage", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
