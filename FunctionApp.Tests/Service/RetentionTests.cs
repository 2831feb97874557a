using System.Net;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>Whatever is past its age is erased, and nothing else; after a restart by the new settings.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    /// <summary>A second, in days.</summary>
    private const string Second = "0.0000116";

    private readonly TempFolder folder = new();
    private Azurite azurite = null!;

    public async Task InitializeAsync()
    {
        await Recording.SpeakAsync(folder.File("clip.wav"), "en-us", ServiceFixture.EnglishWords);
        azurite = await Azurite.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await azurite.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Ages_SetAtAStartAfterWhichNothingIsUploaded_CountFromThatStart()
    {
        string id;
        using (var without = await ServiceProcess.StartAsync(azurite.ConnectionString, ("Storage__HistoryDays", "0")))
        {
            id = (await without.PrepareAsync(folder.File("clip.wav"))).Id;
            await without.StopAsync();
        }

        using var with = await ServiceProcess.StartAsync(azurite.ConnectionString, ("Storage__VoiceDays", Second));
        await Eventually.SucceedsAsync(() =>
            Assert.Equal([$"erased/{id}"], azurite.Blobs.GetBlobContainerClient("voices").GetBlobs().Select(blob => blob.Name)));
    }

    [Fact]
    public async Task Ages_ThatAreOver_EraseClipAndHistoryThenAfterARestartTheVoice()
    {
        VoiceProfile profile;
        string failed;
        var (clips, voices) = (azurite.Blobs.GetBlobContainerClient("clips"), azurite.Blobs.GetBlobContainerClient("voices"));
        using (var service = await ServiceProcess.StartAsync(
            azurite.ConnectionString, ("Storage__ClipDays", Second), ("Storage__HistoryDays", Second)))
        {
            failed = VoiceId.For("nothing", "0x2");
            using var broken = await service.Http.PostAsync(
                $"runtime/webhooks/durabletask/orchestrators/PrepareVoice/{failed}",
                new StringContent(
                    $$"""{ "id": "{{failed}}", "clipName": "", "etag": "0x2", "uploaded": "1970-01-01T00:00:00Z" }""",
                    null,
                    "application/json"));
            profile = await service.PrepareAsync(folder.File("clip.wav"));
            await Eventually.SucceedsAsync(async () =>
            {
                Assert.False(await clips.GetBlobClient(profile.Source.Name).ExistsAsync());
                using var history = await service.Http.GetAsync($"runtime/webhooks/durabletask/instances/{profile.Id}");
                Assert.Equal(HttpStatusCode.NotFound, history.StatusCode);
            });

            Assert.Equal(VoiceState.Completed, (await service.FindAsync(profile.Id))!.Status);
            Assert.Equal(VoiceState.Failed, (await service.FinishAsync(failed)).Status);
            service.KillBoth();
        }

        using var next = await ServiceProcess.StartAsync(azurite.ConnectionString, ("Storage__VoiceDays", Second));
        await Eventually.SucceedsAsync(async () =>
        {
            using var gone = await next.Http.GetAsync($"api/voices/{profile.Id}");
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
            Assert.Equal([$"erased/{profile.Id}"], voices.GetBlobs().Select(blob => blob.Name));
        });
        Assert.Equal(VoiceState.Failed, (await next.FindAsync(failed))!.Status);
    }
}
