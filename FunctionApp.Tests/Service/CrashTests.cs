using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>What survives <c>kill -9</c>: everything.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(Stages.ValidateAndTrim)]
    [InlineData(Stages.ConvertAudio)]
    [InlineData(Stages.TranscribeAndEmbed)]
    public async Task PrepareVoice_KilledDuringAStage_CompletesAfterTheRestartWithTheSameProfile(string stage)
    {
        using var folder = new TempFolder();
        var clip = folder.File("clip.wav");
        await Recording.SpeakAsync(clip, "en-us", "one two three four five six seven eight nine zero one two three four five six".Split(' '), seconds: 28);
        await using var azurite = await Azurite.StartAsync();

        var id = await KillDuringAsync(stage, azurite, folder, clip);
        using var restarted = await ServiceProcess.StartAsync(azurite.ConnectionString, folder.File("host"));
        var survivor = (await restarted.FinishAsync(id)).Profile;
        await azurite.Blobs.GetBlobContainerClient("voices").DeleteBlobAsync($"{id}/profile.json");
        using var fresh = await ServiceProcess.StartAsync(azurite.ConnectionString, folder.File("other-host"));
        await fresh.Http.PostAsync($"api/voices?clip={Uri.EscapeDataString(survivor!.Source.Name)}", content: null);
        var undisturbed = (await fresh.FinishAsync(id)).Profile;

        Assert.Equal(WithoutTimes(undisturbed!), WithoutTimes(survivor));
        // The profile makes the voice complete; what is left of the work goes after it.
        await Eventually.SucceedsAsync(
            async () => Assert.Empty(await azurite.Blobs.GetBlobContainerClient("work").GetBlobsAsync().ToListAsync()), TimeSpan.FromSeconds(30));
    }

    /// <summary>A stage lasts for a quarter of a second: where a slow machine comes too late, to look or to kill, another upload is tried.</summary>
    private static async Task<string> KillDuringAsync(string stage, Azurite azurite, TempFolder folder, string clip)
    {
        const int Uploads = 10;
        for (var i = 0; i < Uploads; i++)
        {
            using var service = await ServiceProcess.StartAsync(azurite.ConnectionString, folder.File("host"));
            var id = await service.PostAsync(clip);
            await Eventually.IsAsync(
                async () => await service.FindAsync(id) is { } voice && (voice.Stage == stage || voice.Profile is not null) ? voice : null, TimeSpan.FromMinutes(2), stage);
            service.Kill();
            if (!await azurite.Blobs.GetBlobContainerClient("voices").GetBlobClient($"{id}/profile.json").ExistsAsync())
                return id;
        }

        throw new TimeoutException($"None of {Uploads} uploads was killed in {stage}.");
    }

    private static string WithoutTimes(VoiceProfile profile)
    {
        var json = JsonSerializer.SerializeToNode(profile, VoiceJson.Default.VoiceProfile)!.AsObject();
        json.Remove("stages");
        json["engine"]!.AsObject().Remove("warm");
        return json.ToJsonString();
    }
}
