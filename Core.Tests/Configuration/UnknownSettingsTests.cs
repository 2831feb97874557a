using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VoicePrep.Audio;
using VoicePrep.Configuration;
using VoicePrep.Joining;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Configuration;

public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData("Clip:MaxSecond", "Clip__MaxSecond is not a setting, and changes nothing: did you mean Clip__MaxSeconds?")]
    [InlineData("clip:maxsecond", "clip__maxsecond is not a setting, and changes nothing: did you mean Clip__MaxSeconds?")]
    [InlineData("Whisper:Modle", "Whisper__Modle is not a setting, and changes nothing: did you mean Whisper__Model?")]
    [InlineData("Ffmpeg:Timeout", "Ffmpeg__Timeout is not a setting, and changes nothing: did you mean Ffmpeg__TimeoutSeconds?")]
    [InlineData("Voice:Model:Name", "Voice__Model__Name is not a setting, and changes nothing: did you mean Voice__Model?")]
    [InlineData("Whisper:Segments", "Whisper__Segments is not a setting, and changes nothing: did you mean Voice__Segments?")]
    [InlineData("Wisper:Model", "Wisper__Model is not a setting, and changes nothing: did you mean Whisper__Model?")]
    [InlineData("Clips:MinSeconds", "Clips__MinSeconds is not a setting, and changes nothing: did you mean Clip__MinSeconds?")]
    [InlineData("Clip_MaxSeconds", "Clip_MaxSeconds is not a setting, and changes nothing: did you mean Clip__MaxSeconds?")]
    [InlineData(
        "Ffmpeg:Bitrate",
        "Ffmpeg__Bitrate is not a setting, and changes nothing: the section has Ffmpeg__Threads, Ffmpeg__TimeoutSeconds.")]
    public void Notices_MisspeltName_NameWhatWasMeant(string key, string notice) => Assert.Equal([notice], NoticesOf((key, "10")));

    [Theory]
    [InlineData("Clip:MaxSeconds")]
    [InlineData("CLIP:MAXSECONDS")]
    [InlineData("Whisper:BatchSize")]
    [InlineData("Whisper:MaxGpuMemoryMegabytes")]
    [InlineData("Models:Mirror")]
    [InlineData("WHISPER_MODEL")]
    [InlineData("AzureWebJobsStorage:accountName")]
    [InlineData("AzureWebJobs:ClipUploadedEvent:Disabled")]
    [InlineData("AzureFunctionsJobHost:logging:logLevel:default")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("DOTNET_gcServer")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Clippy:MaxSeconds")]
    [InlineData("Clip")]
    [InlineData("PATH")]
    public void Notices_SettingOrWhatIsOfOthers_AreNone(string key) => Assert.Empty(NoticesOf((key, "10")));

    [Fact]
    public void Notices_Several_AreAllTold() =>
        Assert.Equal(2, NoticesOf(("Clip:MaxSecond", ""), ("Join:MinSimilarity", "0.5"), ("Whisper:Modle", "base")).Count);

    private static IReadOnlyList<string> NoticesOf(params IEnumerable<(string Key, string Value)> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var parts = new ServiceCollection()
            .AddLogging()
            .AddAudio(configuration)
            .AddVoice(configuration)
            .AddJoining(configuration)
            .AddSpeech(configuration)
            .BuildServiceProvider();
        return parts.GetRequiredService<UnknownSettings>().Notices;
    }
}
