using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Pipeline;
using VoicePrep.Requests;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>Everything of a voice is erased, at whatever moment.</summary>
[Collection(ServiceCollection.Name)]
public sealed class DeleteVoiceTests(ServiceFixture fixture)
{
    [Fact]
    public async Task DeleteVoice_Completed_ErasesAllOfIt()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);
        using var given = await fixture.Service.Http.PostAsync(
            $"api/voices/{profile.Id}/feedback", new StringContent("""{ "score": 1 }"""));

        var (status, erased) = await DeleteAsync(profile.Id);

        Assert.Equal(HttpStatusCode.OK, status);
        string[] all = [.. VoiceFiles.Public, "clip", "feedback", "history", "profile.json", "request.json"];
        Assert.Equal(all.Order(StringComparer.Ordinal), erased.Erased.Order(StringComparer.Ordinal));
        await AssertGoneAsync(profile.Id, profile.Source.Name);
    }

    [Fact]
    public async Task DeleteVoice_Twice_ErasesNothingMore()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        await DeleteAsync(id);

        var (status, erased) = await DeleteAsync(id);

        Assert.Equal((HttpStatusCode.OK, 0), (status, erased.Erased.Count));
    }

    [Fact]
    public async Task DeleteVoice_ErasureThatWasBrokenOff_IsFinished()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);
        await fixture.Voices.GetBlobClient($"erased/{profile.Id}").UploadAsync(BinaryData.Empty);
        await fixture.Voices.DeleteBlobIfExistsAsync($"{profile.Id}/profile.json");
        using var started = await fixture.Service.Http.PostAsync(
            $"api/voices?clip={Uri.EscapeDataString(profile.Source.Name)}", content: null);
        await fixture.Clips.DeleteBlobIfExistsAsync(profile.Source.Name);

        var (_, erased) = await DeleteAsync(profile.Id);

        await Problem.AssertAsync(started, HttpStatusCode.NotFound, "clip_not_found");
        Assert.DoesNotContain("clip", erased.Erased);
        await AssertGoneAsync(profile.Id, profile.Source.Name);
    }

    [Fact]
    public async Task DeleteVoice_BeingPrepared_IsStoppedAndLeavesNothing()
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await fixture.Service.PostAsync(fixture.English));
            await Task.Delay(TimeSpan.FromMilliseconds(150 * i));
            await DeleteAsync(ids[^1]);
        }

        // What was being done when the erasure came ends, and takes back what it wrote.
        await fixture.Service.PrepareAsync(fixture.English);
        await Eventually.SucceedsAsync(async () =>
        {
            foreach (var id in ids)
                await AssertGoneAsync(id, clipName: null);
        });
    }

    [Fact]
    public async Task DeleteVoice_StartedOnceMoreMeanwhile_LeavesNothing()
    {
        var (run, ended) = (await fixture.Service.PrepareAsync(fixture.English), await fixture.Service.PrepareAsync(fixture.English));
        foreach (var profile in new[] { run, ended })
        {
            await DeleteAsync(profile.Id);
            var request = new VoiceRequest(profile.Id, profile.Source.Name, profile.Source.Etag, Language: null, DateTimeOffset.UtcNow);
            using var late = await fixture.Service.Http.PostAsync(
                $"runtime/webhooks/durabletask/orchestrators/{nameof(PrepareVoice)}/{profile.Id}",
                JsonContent.Create(request, options: JsonSerializerOptions.Default));
            late.EnsureSuccessStatusCode();
        }

        using var terminated = await fixture.Service.Http.PostAsync(
            $"runtime/webhooks/durabletask/instances/{ended.Id}/terminate", content: null);

        await Eventually.SucceedsAsync(async () =>
        {
            await AssertGoneAsync(run.Id, run.Source.Name);
            await AssertGoneAsync(ended.Id, ended.Source.Name);
        });
    }

    [Fact]
    public async Task DeleteVoice_ClipChangedSince_LeavesTheChangedOne()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var clip = fixture.Clips.GetBlobClient(name);
        var first = VoiceId.For(name, (await clip.UploadAsync(fixture.English)).Value.ETag.ToString());
        await Eventually.IsAsync(async () => await fixture.Service.FindAsync(first), () => "the voice of the clip");
        await fixture.Service.FinishAsync(first);
        var second = VoiceId.For(name, (await clip.UploadAsync(fixture.English, overwrite: true)).Value.ETag.ToString());

        var (_, erased) = await DeleteAsync(first);
        await Eventually.IsAsync(async () => await fixture.Service.FindAsync(second), () => "the voice of the changed clip");
        var voice = await fixture.Service.FinishAsync(second);

        Assert.DoesNotContain("clip", erased.Erased);
        Assert.Equal(VoiceState.Completed, voice.Status);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("not-an-id")]
    [InlineData("index")]
    public async Task DeleteVoice_Unknown_IsNotFound(string id)
    {
        using var response = await fixture.Service.Http.DeleteAsync($"api/voices/{id}");

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
    }

    private async Task<(HttpStatusCode Status, ErasureReport Report)> DeleteAsync(string id)
    {
        using var response = await fixture.Service.Http.DeleteAsync($"api/voices/{id}");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{text}\n{fixture.Service.Log}");
        return (response.StatusCode, JsonSerializer.Deserialize(text, VoiceJson.Default.ErasureReport)!);
    }

    private async Task AssertGoneAsync(string id, string? clipName)
    {
        using var voice = await fixture.Service.Http.GetAsync($"api/voices/{id}");
        using var file = await fixture.Service.Http.GetAsync($"api/voices/{id}/files/embedding.npy");
        using var history = await fixture.Service.Http.GetAsync($"runtime/webhooks/durabletask/instances/{id}");
        using var retried = await fixture.Service.Http.PostAsync($"api/voices/{id}/retry", content: null);
        Assert.Equal(HttpStatusCode.NotFound, voice.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, history.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, retried.StatusCode);
        Assert.Equal(
            [$"erased/{id}"],
            fixture.Voices.GetBlobs().Select(blob => blob.Name).Where(name => name.Contains(id, StringComparison.Ordinal)));
        Assert.DoesNotContain(fixture.Work.GetBlobs(), blob => blob.Name.StartsWith(id, StringComparison.Ordinal));
        if (clipName is not null)
            Assert.False(await fixture.Clips.GetBlobClient(clipName).ExistsAsync());
    }
}
