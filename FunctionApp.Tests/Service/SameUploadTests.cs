using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Service;

/// <summary>One blob version is one voice and one orchestration, however often its event arrives.</summary>
[Collection(ServiceCollection.Name)]
public sealed class SameUploadTests(ServiceFixture fixture)
{
    [Fact]
    public async Task StartVoice_ClipPostedAndSeenByTheTrigger_IsOneOrchestration()
    {
        var id = await fixture.Service.PostAsync(fixture.English);
        var profile = (await fixture.Service.FinishAsync(id)).Profile!;
        await SeenByTriggerAsync();

        Assert.Equal(1, await InstancesForAsync(profile.Source.Name));
    }

    [Fact]
    public async Task StartVoice_SameClipAgainWhileRunningAndAfter_IsOneOrchestration()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var stored = await fixture.Clips.GetBlobClient(name).UploadAsync(fixture.English);
        var id = VoiceId.For(name, stored.Value.ETag.ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StartAsync(name)));
        await fixture.Service.FinishAsync(id);
        var afterwards = await StartAsync(name);
        await SeenByTriggerAsync();

        Assert.All(answers.Append(afterwards), answer => Assert.Equal(id, answer));
        Assert.Equal(1, await InstancesForAsync(name));
    }

    [Theory]
    [InlineData(@"back\slash.wav")]
    [InlineData("Bu\u0308cher.wav")]
    [InlineData("हिन्दी.wav")]
    public async Task StartVoice_NameThatIsWrittenInSeveralWays_IsOneVoice(string name)
    {
        name = $"{Guid.NewGuid():N}{name}";
        var stored = await fixture.Clips.GetBlobClient(name).UploadAsync(fixture.English);

        var id = await StartAsync(name);
        var voice = await fixture.Service.FinishAsync(id);
        await SeenByTriggerAsync();

        var storedName = name.Replace('\\', '/');
        Assert.Equal(VoiceId.For(storedName, stored.Value.ETag.ToString()), id);
        Assert.Equal(storedName, voice.Profile?.Source.Name);
        Assert.Equal(1, await InstancesForAsync(name[..32]));
    }

    [Fact]
    public async Task StartVoice_ClipOverwritten_IsANewVoice()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var clip = fixture.Clips.GetBlobClient(name);
        await clip.UploadAsync(fixture.English, overwrite: true);
        var first = await StartAsync(name);
        await fixture.Service.FinishAsync(first);

        await clip.UploadAsync(fixture.English, overwrite: true);
        var second = await StartAsync(name);

        Assert.NotEqual(first, second);
        Assert.Equal(VoiceState.Completed, (await fixture.Service.FinishAsync(second)).Status);
    }

    private async Task<string> StartAsync(string name)
    {
        using var response = await fixture.Service.Http.PostAsync($"api/voices?clip={Uri.EscapeDataString(name)}", content: null);
        return response.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1];
    }

    /// <summary>The trigger polls in order: once it has seen a later clip, it has seen all before.</summary>
    private async Task SeenByTriggerAsync()
    {
        var name = $"{Guid.NewGuid():N}.txt";
        var stored = await fixture.Clips.GetBlobClient(name).UploadAsync(BinaryData.FromString("the trigger came by"));
        await Eventually.IsAsync(
            async () => await fixture.Service.FindAsync(VoiceId.For(name, stored.Value.ETag.ToString())), () => "trigger seen");
        await Task.Delay(TimeSpan.FromSeconds(1.5));
    }

    private async Task<int> InstancesForAsync(string clipName) =>
        (await fixture.Service.ListInputsAsync()).Count(input => input.Contains(clipName, StringComparison.Ordinal));
}
