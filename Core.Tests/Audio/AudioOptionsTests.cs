using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Tests.Audio;

public sealed class AudioOptionsTests
{
    [Fact]
    public void Validate_SeveralWrongValues_AreAllNamedWithTheirKeys()
    {
        var result = new ClipOptionsValidator()
            .Validate(null, new() { MinSeconds = 0, MaxSeconds = 500, MinSpeechSeconds = -1, MaxUploadMegabytes = 0 });

        Assert.Equal(4, result.Failures!.Count());
        Assert.All(["Clip__MinSeconds", "Clip__MaxSeconds", "Clip__MinSpeechSeconds", "Clip__MaxUploadMegabytes"], key =>
            Assert.Contains(result.Failures!, failure => failure.StartsWith(key, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(30.5, false)]
    [InlineData(120, false)]
    public void Validate_WindowOverWhatWhisperHears_IsAnErrorWithTheReason(double maxSeconds, bool valid)
    {
        var result = new ClipOptionsValidator().Validate(null, new() { MaxSeconds = maxSeconds });

        Assert.Equal(valid, result.Succeeded);
        Assert.Equal(!valid, result.FailureMessage?.Contains("all that Whisper hears", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void AddAudio_WrongThreads_IsAnErrorThatNamesTheKey()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Ffmpeg:Threads"] = "0" })
            .Build();
        using var services = new ServiceCollection().AddLogging().AddAudio(configuration).BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<FfmpegOptions>>().Value);

        Assert.Contains("Ffmpeg__Threads", error.Message, StringComparison.Ordinal);
    }
}
