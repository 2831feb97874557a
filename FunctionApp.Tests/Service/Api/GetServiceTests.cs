using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Service.Api;

/// <summary>The figures of the service.</summary>
[Collection(ServiceCollection.Name)]
public sealed class GetServiceTests(ServiceFixture fixture)
{
    [Fact]
    public async Task GetService_AfterAVoice_HasItsTimeBesideTheTargets()
    {
        var before = await ReadAsync();

        var voice = await fixture.Service.PrepareAsync(fixture.English);

        var after = await Eventually.IsAsync(
            async () => await ReadAsync() is var read && read.LastHour.Count > before.LastHour.Count ? read : null,
            () => "the voice among those of the last hour");
        Assert.Equal(("demo-float16", "cpu", true), (after.ModelProfile, after.Device, after.Warm));
        var stages = voice.Stages.ValidateAndTrim.Milliseconds + voice.Stages.ConvertAudio.Milliseconds;
        Assert.True(after.LastHour.SlowestSeconds > stages / 1000);
        Assert.InRange(after.LastHour.MeanSeconds!.Value, 0, after.LastHour.SlowestSeconds.Value);
        Assert.True(after.MemoryBytes > 1_000_000);
        Assert.Equal((null, ServiceTargets.OfThePlan), (after.MemoryBudgetBytes, after.Targets));
    }

    private async Task<ServiceReport> ReadAsync() =>
        JsonSerializer.Deserialize(await fixture.Service.Http.GetStringAsync("api/service"), VoiceJson.Default.ServiceReport)!;
}
