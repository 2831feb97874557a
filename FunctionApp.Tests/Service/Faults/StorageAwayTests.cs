using System.Net;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>A service whose storage goes away and comes back.</summary>
public sealed class StorageAwayTests
{
    [Fact]
    public async Task Storage_AwayForAWhile_IsToldAndHeals()
    {
        using var folder = new TempFolder();
        var clip = folder.File("clip.wav");
        await Recording.SpeakAsync(clip, "en-us", "one two three four five six seven eight nine zero one two".Split(' '));
        await using var azurite = await Azurite.StartAsync();
        using var service = await ServiceProcess.StartAsync(azurite.ConnectionString);
        await azurite.StopAsync();

        using var health = await service.Http.GetAsync("api/health");
        using var live = await service.Http.GetAsync("api/health/live");
        using var posted = await service.Http.PostAsync("api/voices", new ByteArrayContent(await File.ReadAllBytesAsync(clip)));
        using var asked = await service.Http.GetAsync("api/voices/00000000000000000000000000000000");
        await azurite.StartAgainAsync();
        await service.ReadyAsync();
        var profile = await service.PrepareAsync(clip);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (health.StatusCode, live.StatusCode));
        var report = JsonSerializer.Deserialize(await health.Content.ReadAsStringAsync(), VoiceJson.Default.HealthReport)!;
        Assert.Equal(("faulted", "Storage does not answer."), (report.Status, report.Problem));
        foreach (var response in new[] { posted, asked })
        {
            await Problem.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
        }

        Assert.Equal("en", profile.Transcript.Language);
    }
}
