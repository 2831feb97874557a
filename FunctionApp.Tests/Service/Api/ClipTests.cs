using System.Net;
using System.Net.Http.Headers;
using Azure.Storage.Blobs.Models;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>The uploaded recording, for playing.</summary>
[Collection(ServiceCollection.Name)]
public sealed class ClipTests(ServiceFixture fixture)
{
    [Fact]
    public async Task GetClip_OfAVoice_IsTheUploadToPlayOrSave()
    {
        var id = await fixture.Service.PostAsync(fixture.English);

        using var response = await fixture.Service.Http.GetAsync($"api/voices/{id}/clip");

        Assert.Equal(await File.ReadAllBytesAsync(fixture.English), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("audio/wav", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ("attachment", "english.wav"),
            (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentDisposition.FileName));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.StartsWith("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetClip_Range_IsThatPart()
    {
        var id = await fixture.Service.PostAsync(fixture.English);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/voices/{id}/clip")
        {
            Headers = { Range = new RangeHeaderValue(1000, 1999) },
        };

        using var part = await fixture.Service.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal((await File.ReadAllBytesAsync(fixture.English))[1000..2000], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task GetClip_PageAsARecording_IsBytes()
    {
        var page = fixture.NewFile(".html");
        await File.WriteAllTextAsync(page, "<script>alert(1)</script>");
        var id = await fixture.Service.PostAsync(page);

        using var response = await fixture.Service.Http.GetAsync($"api/voices/{id}/clip");

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task GetClip_DeletedClip_IsClipNotFound()
    {
        var voice = await fixture.Service.PrepareAsync(fixture.English);
        await fixture.Clips.GetBlobClient(voice.Source.Name).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots);

        using var response = await fixture.Service.Http.GetAsync($"api/voices/{voice.Id}/clip");

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "clip_not_found");
    }

    [Fact]
    public async Task GetClip_ErasedVoice_IsVoiceNotFound()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        using var erasure = await fixture.Service.Http.DeleteAsync($"api/voices/{id}");

        using var response = await fixture.Service.Http.GetAsync($"api/voices/{id}/clip");

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
    }
}
