using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>Voices that failed: what is reported of them, and how they are restarted.</summary>
[Collection(ServiceCollection.Name)]
public sealed class FailureTests(ServiceFixture fixture)
{
    [Fact]
    public async Task PrepareVoice_ErrorThatComesAgain_FailsAtTheFirstAttemptAndTellsNoInternals()
    {
        var id = VoiceId.For("nothing", "0x1");
        using var started = await fixture.Service.Http.PostAsJsonAsync(
            $"{ServiceProcess.Durable}/orchestrators/PrepareVoice/{id}",
            new { id, clipName = "", etag = "0x1", uploaded = DateTimeOffset.UnixEpoch });

        var voice = await fixture.Service.FinishAsync(id);
        var history = await fixture.Service.Http.GetFromJsonAsync<JsonObject>($"{ServiceProcess.Durable}/instances/{id}?showHistory=true");

        Assert.Equal((VoiceState.Failed, FaultCodes.InternalError), (voice.Status, voice.ErrorCode));
        Assert.Contains($"POST /api/voices/{id}/retry", voice.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Task '", voice.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", voice.Error, StringComparison.Ordinal);
        Assert.Single(history!["historyEvents"]!.AsArray(), e => (string?)e!["EventType"] == "TaskFailed");
        Assert.Contains($"Voice {id}: failed in ValidateAndTrim: System.Argument", fixture.Service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartVoice_AfterItFailed_StartsItAnew(bool byItsClip)
    {
        var (id, clipName) = await fixture.FailAsync();

        using var started = await fixture.Service.Http.PostAsync(
            byItsClip ? $"api/voices?clip={Uri.EscapeDataString(clipName)}" : $"api/voices/{id}/retry", content: null);
        var answer = await ReadAsync(started);
        var voice = await fixture.Service.FinishAsync(id);

        Assert.Equal((HttpStatusCode.Accepted, id, VoiceState.Queued), (started.StatusCode, answer.Id, answer.Status));
        Assert.Equal(VoiceState.Completed, voice.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartVoice_SettledBefore_AnswersWithWhatItIs(bool completed)
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var clip = fixture.Clips.GetBlobClient(name);
        BlobContentInfo stored = completed
            ? await clip.UploadAsync(fixture.English)
            : await clip.UploadAsync(BinaryData.FromString("text, and no recording"));
        var id = VoiceId.For(name, stored.ETag.ToString());
        using var first = await fixture.Service.Http.PostAsync($"api/voices?clip={name}", content: null);
        var settled = await fixture.Service.FinishAsync(id);

        using var again = await fixture.Service.Http.PostAsync($"api/voices?clip={name}", content: null);
        using var retried = await fixture.Service.Http.PostAsync($"api/voices/{id}/retry", content: null);

        Assert.Equal(completed ? VoiceState.Completed : VoiceState.Rejected, settled.Status);
        foreach (var response in new[] { again, retried })
        {
            Assert.Equal((HttpStatusCode.OK, $"/api/voices/{id}"), (response.StatusCode, response.Headers.Location?.ToString()));
            Assert.Equal(Json(settled), Json(await ReadAsync(response)));
        }
    }

    [Fact]
    public async Task RetryVoice_UnknownVoice_IsNotFound()
    {
        using var response = await fixture.Service.Http.PostAsync("api/voices/00000000000000000000000000000000/retry", content: null);

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
    }

    private static async Task<VoiceStatus> ReadAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), VoiceJson.Default.VoiceStatus)!;

    private static string Json(VoiceStatus voice) => JsonSerializer.Serialize(voice, VoiceJson.Default.VoiceStatus);
}
