using System.Net;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>A service whose disk for temporary files is full for a while.</summary>
public sealed class DiskFullTests
{
    private const int Megabytes = 96;

    [SmallDiskFact]
    public async Task Disk_FullForAWhile_IsToldAndHealsWithoutARestart()
    {
        using var folder = new TempFolder();
        var clip = folder.File("clip.wav");
        await Recording.SpeakAsync(clip, "en-us", ServiceFixture.EnglishWords);
        await using var azurite = await Azurite.StartAsync();
        using var disk = new SmallDisk(Megabytes);
        using var service = await ServiceProcess.StartAsync(azurite.ConnectionString, disk, ("Clip__MaxUploadMegabytes", "20"));
        var undisturbed = Outcomes.Comparable(await service.PrepareAsync(clip));

        await disk.FillAsync();
        var health = await service.Http.GetAsync("api/health");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(clip)), "file", "a.wav" } };
        using var refused = await service.Http.PostAsync("api/voices", form);
        service.KillWorker(); // its successor comes up on a full disk
        await Eventually.SucceedsAsync(async () => await AssertFullAsync(await service.Http.GetAsync("api/health")));
        var id = await azurite.Blobs.StoreClipAsync(clip);
        await Eventually.SucceedsAsync(() => Assert.Contains("No space left on device", service.Log, StringComparison.Ordinal));
        var meanwhile = await Eventually.IsAsync(() => service.FindAsync(id), () => $"a voice that waits\n{service.Log}");
        disk.Empty();
        await service.ReadyAsync();
        var voice = await service.FinishAsync(id);

        await AssertFullAsync(health);
        await Problem.AssertAsync(refused, HttpStatusCode.ServiceUnavailable, "disk_full");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.True(meanwhile.Status is VoiceState.Queued or VoiceState.Running, $"{meanwhile}");
        Assert.True(voice.Profile is not null, $"{voice}\n{service.Log}");
        Assert.Equal(undisturbed, Outcomes.Comparable(voice.Profile));
    }

    private static async Task AssertFullAsync(HttpResponseMessage health)
    {
        using (health)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            var report = JsonSerializer.Deserialize(await health.Content.ReadAsStringAsync(), VoiceJson.Default.HealthReport)!;
            Assert.Equal("faulted", report.Status);
            Assert.Contains("The disk for temporary files", report.Problem, StringComparison.Ordinal);
        }
    }
}
