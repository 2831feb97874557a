using System.Net;
using Azure.Storage.Blobs.Models;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>The speaker's consent, as stated and as recorded.</summary>
[Collection(ServiceCollection.Name)]
public sealed class ConsentTests(ServiceFixture fixture)
{
    private const string Reference = "https://consents.example/声/7?signed=2026-11-01";

    [Theory]
    [InlineData("query")]
    [InlineData("header")]
    [InlineData("field")]
    [InlineData("metadata")]
    public async Task Consent_HoweverItIsTold_IsInTheProfile(string by)
    {
        var voice = await fixture.Service.FinishAsync(await StartAsync(by));

        Assert.Equal(new ConsentSummary(Reference, Clip: null), voice.Profile!.Consent);
        Assert.DoesNotContain(voice.Profile.Verdict.Checks, check => check.Name == "consent_voice");
    }

    [Fact]
    public async Task Consent_NotTold_IsNotInTheProfile() => Assert.Null((await fixture.Service.PrepareAsync(fixture.English)).Consent);

    [Fact]
    public async Task Consent_LongerThanAReference_IsRefused()
    {
        using var content = new ByteArrayContent([1]);
        using var response = await fixture.Service.Http.PostAsync($"api/voices?consent={new string('a', 257)}", content);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "consent_invalid");
    }

    [Fact]
    public async Task ConsentClip_OfTheSameSpeaker_IsAlikeAndOfAnotherIsNot()
    {
        var same = await UploadAsync("en-us");
        var other = await UploadAsync("en-us+f5");

        var good = await fixture.Service.PrepareAsync(fixture.English, $"&consent=7&consentClip={same}");
        var bad = await fixture.Service.PrepareAsync(fixture.English, $"&consentClip={other}");

        Assert.Equal(("7", same), (good.Consent!.Reference, good.Consent.Clip!.Name));
        Assert.Matches("^[0-9a-f]{64}$", good.Consent.Clip.Sha256);
        Assert.Equal((Grade.Good, null), (Row(good).Outcome, Row(good).Advice));
        Assert.True(Row(bad).Outcome > Grade.Good, $"{Row(bad)}");
        Assert.True(Row(bad).Value < Row(good).Value);
        Assert.NotNull(Row(bad).Advice);
        Assert.DoesNotContain(fixture.Work.GetBlobs(), blob => blob.Name.StartsWith(good.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ConsentClip_InTheSameForm_IsComparedAndErasedWithTheVoice()
    {
        var recording = fixture.NewFile(".wav");
        await SpeakAsync(recording, "en-us");
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(await File.ReadAllBytesAsync(recording)), "consentClip", "I consent.wav" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(fixture.English)), "file", "a.wav" },
        };

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);
        var profile = (await fixture.Service.FinishAsync(IdOf(response))).Profile!;
        var consent = fixture.Clips.GetBlobClient(profile.Consent!.Clip!.Name);
        var isKept = await consent.ExistsAsync();
        using var asVoice = await fixture.Service.Http.PostAsync($"api/voices?clip={Uri.EscapeDataString(consent.Name)}", content: null);
        using var erased = await fixture.Service.Http.DeleteAsync($"api/voices/{profile.Id}");

        Assert.Equal(profile.Source.Name[..33] + "consent/I-consent.wav", consent.Name);
        Assert.Equal(Grade.Good, Row(profile).Outcome);
        Assert.True(isKept);
        await Problem.AssertAsync(asVoice, HttpStatusCode.NotFound, "clip_not_found");
        Assert.Contains("\"consent\"", await erased.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await consent.ExistsAsync());
    }

    [Theory]
    [InlineData("nothing.wav", "'nothing.wav'")]
    [InlineData("../voices/index", "'../voices/index'")]
    [InlineData("/", "'/'")]
    public async Task ConsentClip_NotThere_IsRejectedByName(string name, string told)
    {
        var voice = await fixture.Service.FinishAsync(
            await fixture.Service.PostAsync(fixture.English, $"&consentClip={Uri.EscapeDataString(name)}"));

        Assert.Equal("consent_clip_not_found", voice.Rejection?.Code);
        Assert.Contains(told, voice.Rejection!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConsentClip_ThatWouldBeRejected_SaysWhyAndOfWhichRecording()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        await fixture.Clips.GetBlobClient(name).UploadAsync(BinaryData.FromString("I consent, in writing.\n"));

        var voice = await fixture.Service.FinishAsync(await fixture.Service.PostAsync(fixture.English, $"&consentClip={name}"));

        Assert.Equal("consent_clip_unusable", voice.Rejection?.Code);
        Assert.Contains("clip_is_text", voice.Rejection!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConsentClip_ThatIsTheClipItself_IsRejected()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        await fixture.Clips.GetBlobClient(name).UploadAsync(fixture.English);

        var voice = await fixture.Service.FinishAsync(await fixture.Service.PostAsync(fixture.English, $"&consentClip={name}"));

        Assert.Equal("consent_clip_unusable", voice.Rejection?.Code);
    }

    private async Task<string> StartAsync(string by)
    {
        if (by == "metadata")
        {
            var name = $"{Guid.NewGuid():N}.wav";
            var options = new BlobUploadOptions
            {
                Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["consent"] = Uri.EscapeDataString(Reference) },
            };
            var stored = await fixture.Clips.GetBlobClient(name).UploadAsync(fixture.English, options);
            return VoiceId.For(name, stored.Value.ETag.ToString());
        }

        var file = new ByteArrayContent(await File.ReadAllBytesAsync(fixture.English));
        using var request = new HttpRequestMessage(
            HttpMethod.Post, by == "query" ? $"api/voices?consent={Uri.EscapeDataString(Reference)}" : "api/voices");
        request.Content = by == "field"
            ? new MultipartFormDataContent { { file, "file", "a.wav" }, { new StringContent(Reference), "consent" } }
            : file;
        if (by == "header")
            request.Headers.Add("X-Consent", Uri.EscapeDataString(Reference));

        using var response = await fixture.Service.Http.SendAsync(request);
        return IdOf(response);
    }

    private static string IdOf(HttpResponseMessage response) =>
        response.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1];

    /// <summary>Puts a recording of one speaker in the container, and returns its name.</summary>
    private async Task<string> UploadAsync(string speaker)
    {
        var file = fixture.NewFile(".wav");
        await SpeakAsync(file, speaker);
        var name = $"{Guid.NewGuid():N}.wav";
        await fixture.Clips.GetBlobClient(name).UploadAsync(file);
        return name;
    }

    private static Task SpeakAsync(string file, string speaker) =>
        Recording.SpeakAsync(file, speaker, "nine eight seven six five four three two one zero nine eight".Split(' '));

    private static Check Row(VoiceProfile profile) => profile.Verdict.Checks.Single(check => check.Name == "consent_voice");
}
