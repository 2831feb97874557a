using System.Net.Http.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>From upload to profile, through the whole service.</summary>
[Collection(ServiceCollection.Name)]
public sealed class PrepareVoiceTests(ServiceFixture fixture)
{
    private const double TimeTolerance = 0.3;

    [Fact]
    public async Task PrepareVoice_DigitsPosted_ComeBackInOrderAtTheirTimes()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        Assert.Equal("en", profile.Transcript.Language);
        Assert.Equal(ServiceFixture.EnglishWords, Words(profile));
        Assert.All(profile.Transcript.Segments.Zip(fixture.EnglishSpoken), pair => Assert.InRange(
            pair.First.StartSeconds, pair.Second.StartSeconds - TimeTolerance, pair.Second.StartSeconds + TimeTolerance));
    }

    [Fact]
    public async Task PrepareVoice_GermanClip_IsDetectedAsGerman()
    {
        string[] words = ["eins", "zwei", "drei", "vier", "sechs", "sieben", "acht", "neun"];
        var clip = fixture.NewFile(".wav");
        await Recording.SpeakAsync(clip, "de", words);

        var profile = await fixture.Service.PrepareAsync(clip);

        Assert.Equal("de", profile.Transcript.Language);
        Assert.Equal(words, Words(profile));
    }

    /// <summary>All activities wait in one queue: with all clips in it, the first would be done as late as the last.</summary>
    [Fact]
    public async Task PrepareVoice_ManyClipsInTheContainer_AreUnderWayAFewAtATime()
    {
        const int MostEvents = 6; // maxDegreeOfParallelism in host.json, and half of it that is fetched ahead
        var ids = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => fixture.Azurite.Blobs.StoreClipAsync(fixture.English)));
        var most = 0;
        await Eventually.SucceedsAsync(async () =>
        {
            var list = await fixture.Service.Http.GetFromJsonAsync("api/voices?limit=100", VoiceJson.Default.VoiceList);
            var started = list!.Voices.Where(voice => ids.Contains(voice.Id)).ToList();
            most = Math.Max(most, started.Count(voice => voice.Status is VoiceState.Queued or VoiceState.Running));
            Assert.Equal(ids.Length, started.Count(voice => voice.Status is VoiceState.Completed));
        });

        Assert.InRange(most, 2, MostEvents);
    }

    [Fact]
    public async Task PrepareVoice_ClipUploadedToTheContainer_IsPrepared()
    {
        const string Name = "a folder/it's \"quoted\" & ünïcode.wav";
        var stored = await fixture.Clips.GetBlobClient(Name).UploadAsync(fixture.English);

        var voice = await Eventually.IsAsync(
            async () =>
                await fixture.Service.FindAsync(VoiceId.For(Name, stored.Value.ETag.ToString())) is { Profile: not null } done
                    ? done
                    : null,
            () => "voice of the uploaded clip");

        Assert.Equal(Name, voice.Profile!.Source.Name);
        Assert.Equal(ServiceFixture.EnglishWords, Words(voice.Profile));
    }

    [Fact]
    public async Task PrepareVoice_Completed_LeavesEveryFileAndNoWork()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        Assert.Equal(VoiceProfile.CurrentSchemaVersion, profile.SchemaVersion);
        Assert.Equal(new FileInfo(fixture.English).Length, profile.Source.Bytes);
        Assert.Equal(256, profile.Embedding.Dimensions);
        Assert.Equal("cpu", profile.Engine.Device);
        foreach (var file in VoiceFiles.Public)
            Assert.NotEmpty(await fixture.Service.Http.GetByteArrayAsync($"api/voices/{profile.Id}/files/{file}"));

        Assert.DoesNotContain(fixture.Work.GetBlobs(), blob => blob.Name.StartsWith(profile.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PrepareVoice_SecondClip_FindsTheModelWarm()
    {
        await fixture.Service.PrepareAsync(fixture.English);
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        Assert.True(profile.Engine.Warm);
        Assert.Single(fixture.Service.Log.Split('\n'), line => line.Contains("warm after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PrepareVoice_LanguageGiven_IsNotDetected()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English, "&language=de");

        Assert.Equal(("de", 1.0), (profile.Transcript.Language, profile.Transcript.LanguageProbability));
    }

    [Fact]
    public async Task PrepareVoice_SixClipsAtOnce_AllCompleteAlike()
    {
        var profiles = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => fixture.Service.PrepareAsync(fixture.English)));

        Assert.All(profiles, profile => Assert.Equal(ServiceFixture.EnglishWords, Words(profile)));
        Assert.Equal(6, profiles.Select(profile => profile.Id).Distinct(StringComparer.Ordinal).Count());
    }

    private static string[] Words(VoiceProfile profile) =>
        profile.Transcript.Text.ToLowerInvariant().Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
}
