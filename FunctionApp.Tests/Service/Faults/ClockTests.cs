using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>A clock that is changed while the service runs: its machine's, or also storage's if both are on one machine.</summary>
public sealed class ClockTests
{
    [FalseClockTheory]
    [InlineData(-3600, false)]
    [InlineData(-3600, true)]
    [InlineData(3600, false)]
    [InlineData(3600, true)]
    public async Task Clock_Set_DelaysNoVoiceAndMakesNoAgeNegative(int seconds, bool ofStorageToo)
    {
        using var folder = new TempFolder();
        using var clock = await FalseClock.CreateAsync();
        var clip = folder.File("clip.wav");
        await Recording.SpeakAsync(clip, "en-us", ServiceFixture.EnglishWords);
        await using var azurite = await Azurite.StartAsync(
            ofStorageToo ? clock.Environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)) : null);
        using var service = await ServiceProcess.StartAsync(azurite.ConnectionString, clock.Environment);
        var before = await service.PrepareAsync(clip);
        var running = await service.PostAsync(clip);
        using var erased = await service.Http.DeleteAsync($"api/voices/{before.Id}"); // half a minute later it is looked for what is left

        clock.Set(TimeSpan.FromSeconds(seconds));
        await Eventually.SucceedsAsync(async () =>
        {
            using var answer = await service.Http.GetAsync("api/health/live");
            Assert.InRange((answer.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalSeconds, seconds - 600, seconds + 600);
        });
        // Where storage's own clock goes forward, the locks of triggers run out: the host starts again, and answers 503 meanwhile.
        var posted = "";
        await Eventually.SucceedsAsync(async () => posted = await service.PostAsync(clip));
        var found = await azurite.Blobs.StoreClipAsync(clip);
        // Where storage's own clock goes back, a message that was written a moment before is hidden until its time comes again.
        var isHidden = ofStorageToo && seconds < 0;
        foreach (var id in (string[])[posted, found, .. isHidden ? Array.Empty<string>() : [running]])
        {
            var voice = await service.FinishAsync(id);
            Assert.True(voice.Profile is not null, $"{voice}\n{service.Log}");
            Assert.Equal(Outcomes.Comparable(before), Outcomes.Comparable(voice.Profile));
            Assert.All(
                new[] { voice.Profile.Stages.ValidateAndTrim, voice.Profile.Stages.ConvertAudio, voice.Profile.Stages.TranscribeAndEmbed },
                stage => Assert.InRange(stage.Milliseconds, 0, 300_000));
        }

        var report = JsonSerializer.Deserialize(await service.Http.GetStringAsync("api/service"), VoiceJson.Default.ServiceReport)!;
        Assert.All(await SecondsAsync(azurite), took => Assert.True(took >= 0));
        Assert.True(report.LastHour.MeanSeconds is null or >= 0, $"{report.LastHour}");
        if (!ofStorageToo)
            await Eventually.SucceedsAsync(async () =>
                Assert.Equal("Completed", await service.StatusAsync($"confirm-erasure-{before.Id}")));
    }

    private static async Task<IReadOnlyList<double>> SecondsAsync(Azurite azurite) =>
    [
        .. (
            await azurite.Blobs.GetBlobContainerClient("voices")
                .GetBlobsAsync(new() { Prefix = "index/", Traits = Azure.Storage.Blobs.Models.BlobTraits.Metadata })
                .ToListAsync())
            .Where(blob => blob.Metadata.ContainsKey("seconds")).Select(blob => double.Parse(blob.Metadata["seconds"])),
    ];
}
