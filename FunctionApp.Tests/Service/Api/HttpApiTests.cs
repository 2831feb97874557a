using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>Answers of the HTTP API other than a prepared voice.</summary>
[Collection(ServiceCollection.Name)]
public sealed class HttpApiTests(ServiceFixture fixture)
{
    private const string UnknownId = "00000000000000000000000000000000";

    [Theory]
    [InlineData("api/voices/" + UnknownId)]
    [InlineData("api/voices/not-an-id")]
    [InlineData("api/voices/" + UnknownId + "/files/embedding.npy")]
    [InlineData("api/voices/" + UnknownId + "/similarity/" + UnknownId)]
    public async Task Get_UnknownVoice_IsNotFound(string path)
    {
        using var response = await fixture.Service.Http.GetAsync(path);

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
    }

    [Fact]
    public async Task GetVoiceFile_NameThatIsNotAFile_IsNotFound()
    {
        using var response = await fixture.Service.Http.GetAsync($"api/voices/{UnknownId}/files/profile.json");

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "file_not_found");
    }

    [Fact]
    public async Task StartVoice_UnknownClip_IsNotFound()
    {
        using var response = await fixture.Service.Http.PostAsync("api/voices?clip=nowhere.wav", content: null);

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "clip_not_found");
    }

    [Fact]
    public async Task StartVoice_EmptyBody_IsRefused()
    {
        using var response = await fixture.Service.Http.PostAsync("api/voices", new ByteArrayContent([]));

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "clip_empty");
    }

    [Theory]
    [InlineData("klingon")]
    [InlineData("xx")]
    public async Task StartVoice_UnknownLanguage_IsRefusedAndNotStored(string language)
    {
        var blobsBefore = fixture.Clips.GetBlobs().Count();

        using var response = await fixture.Service.Http.PostAsync($"api/voices?language={language}", new ByteArrayContent([1]));

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "language_unknown");
        Assert.Equal(blobsBefore, fixture.Clips.GetBlobs().Count());
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("English")]
    public async Task StartVoice_LanguageAsPeopleWriteIt_IsUnderstood(string language) =>
        Assert.Equal("en", (await fixture.Service.PrepareAsync(fixture.English, $"&language={language}")).Transcript.Language);

    [Theory]
    [InlineData(101_000_000)]
    [InlineData(120_000_000)]
    public async Task StartVoice_TooLarge_IsRefusedAndNotStored(int bytes)
    {
        var blobsBefore = fixture.Clips.GetBlobs().Count();
        using var body = new StreamContent(new MemoryStream(new byte[bytes]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/voices") { Content = body, Headers = { ExpectContinue = true } };

        using var response = await fixture.Service.Http.SendAsync(request);

        await Problem.AssertAsync(response, HttpStatusCode.RequestEntityTooLarge, "clip_too_large");
        Assert.Equal(blobsBefore, fixture.Clips.GetBlobs().Count());
    }

    [Fact]
    public async Task StartVoice_TooLargeAndLengthNotTold_IsRejectedUnread()
    {
        using var body = new StreamContent(new MemoryStream(new byte[101_000_000]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/voices")
        {
            Content = body,
            Headers = { TransferEncodingChunked = true },
        };

        using var response = await fixture.Service.Http.SendAsync(request);
        var voice = await fixture.Service.FinishAsync(response.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1]);

        Assert.Equal("clip_too_large", voice.Rejection!.Code);
    }

    [Fact]
    public async Task GetVoiceFile_Embedding_IsAnArrayThatNumPyLoads()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        var npy = await fixture.Service.Http.GetByteArrayAsync($"api/voices/{profile.Id}/files/embedding.npy");

        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], npy[..8]);
        Assert.Contains(
            "'descr': '<f4', 'fortran_order': False, 'shape': (1, 256, 1)",
            System.Text.Encoding.Latin1.GetString(npy[10..128]),
            StringComparison.Ordinal);
        Assert.Equal(128 + 256 * sizeof(float), npy.Length);
    }

    [Fact]
    public async Task GetSimilarity_VoiceWithItself_IsOne()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;

        using var report = JsonDocument.Parse(await fixture.Service.Http.GetStringAsync($"api/voices/{id}/similarity/{id}"));

        Assert.Equal(1, report.RootElement.GetProperty("similarity").GetDouble(), precision: 5);
    }

    [Fact]
    public async Task GetSimilarity_ModelOfTheSameNameAndOtherContent_IsRefused()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);
        var other = profile with { Id = VoiceId.For("other", "0x1"), Embedding = profile.Embedding with { ModelSha256 = new('0', 64) } };
        var embedding = await fixture.Voices.GetBlobClient($"{profile.Id}/{VoiceFiles.Embedding}").DownloadContentAsync();
        await fixture.Voices.UploadBlobAsync($"{other.Id}/{VoiceFiles.Embedding}", embedding.Value.Content);
        await fixture.Voices.UploadBlobAsync(
            $"{other.Id}/{VoiceFiles.Profile}", BinaryData.FromString(JsonSerializer.Serialize(other, VoiceJson.Default.VoiceProfile)));

        using var response = await fixture.Service.Http.GetAsync($"api/voices/{profile.Id}/similarity/{other.Id}");

        await Problem.AssertAsync(response, HttpStatusCode.Conflict, "models_differ");
        var file = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "models/demo/voice.pth"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), profile.Embedding.ModelSha256);
    }

    [Fact]
    public async Task Health_Warm_IsReady()
    {
        using var health = JsonDocument.Parse(await fixture.Service.Http.GetStringAsync("api/health"));
        using var live = await fixture.Service.Http.GetAsync("api/health/live");

        Assert.Equal("ready", health.RootElement.GetProperty("status").GetString());
        Assert.True(health.RootElement.GetProperty("warm").GetBoolean());
        Assert.InRange(health.RootElement.GetProperty("places").GetInt32(), 1, 3);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task GetVoice_JustStarted_SaysWhenToAskAgain()
    {
        var id = await fixture.Service.PostAsync(fixture.English);

        using var response = await fixture.Service.Http.GetAsync($"api/voices/{id}");

        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal(VoiceState.Completed, (await fixture.Service.FinishAsync(id)).Status);
    }
}
