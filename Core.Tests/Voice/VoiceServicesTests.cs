using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

public sealed class VoiceServicesTests
{
    [Fact]
    public void AddVoice_DemoModel_GivesOneEmbedder()
    {
        using var services = Configure(("Voice:Model", "demo"), ("Voice:Segments", "whisper"));
        Assert.Equal("demo", services.GetRequiredService<VoiceEmbedder>().Model.Name);
        Assert.Same(services.GetRequiredService<VoiceEmbedder>(), services.GetRequiredService<VoiceEmbedder>());
    }

    [Theory]
    [InlineData("no-such-model", "There is no model 'no-such-model'")]
    [InlineData("./no-such-file.pth", "is not there")]
    [InlineData("openvoice-v2", "models pull openvoice-v2")]
    public void AddVoice_MissingModel_IsAStartUpErrorWithItsFix(string model, string fix)
    {
        using var services = Configure(("Voice:Model", model), ("Models:Folder", "no-such-folder"));
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.StartsWith("Voice__Model is", error.Message, StringComparison.Ordinal);
        Assert.Contains(fix, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddVoice_FileThatIsNoCheckpoint_IsAStartUpErrorWithTheReason()
    {
        using var services = Configure(("Voice:Model", ParityFiles.PathOf("jfk.wav")));
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("neither a checkpoint of torch.save nor a safetensors file", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Configure(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        return new ServiceCollection().AddVoice(configuration).BuildServiceProvider();
    }
}
