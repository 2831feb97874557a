using System.Collections.Concurrent;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Service;

/// <summary>The queue of voices that ended.</summary>
[Collection(ServiceCollection.Name)]
public sealed class NotifyTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Voices_ThatEnd_AreToldInTheQueue()
    {
        var rejectedFile = fixture.NewFile(".wav");
        await File.WriteAllTextAsync(rejectedFile, "This is not a recording.\n");
        var completed = await fixture.Service.PrepareAsync(fixture.English);
        var rejected = await fixture.Service.PostAsync(rejectedFile);

        var messages = await ReceiveAsync(completed.Id, rejected);

        var (good, bad) = (messages[completed.Id], messages[rejected]);
        Assert.Equal((VoiceState.Completed, $"clips/{completed.Source.Name}", null), (good.Status, good.Clip, good.Code));
        Assert.Equal(
            fixture.Voices.GetBlobs()
                .Select(blob => $"voices/{blob.Name}")
                .Where(name =>
                    name.Contains($"/{completed.Id}/", StringComparison.Ordinal)
                        && !name.EndsWith("/request.json", StringComparison.Ordinal)),
            good.Blobs.Order(StringComparer.Ordinal));
        Assert.Equal(
            (VoiceState.Rejected, "clip_is_text", $"voices/{rejected}/rejection.json"), (bad.Status, bad.Code, bad.Blobs.Single()));
    }

    [Fact]
    public async Task Voice_ThatFails_IsToldInTheQueue()
    {
        var id = VoiceId.For("nothing", "0x2");
        using var started = await fixture.Service.Http.PostAsync(
            $"runtime/webhooks/durabletask/orchestrators/PrepareVoice/{id}",
            new StringContent(
                $$"""{ "id": "{{id}}", "clipName": "", "etag": "0x2", "uploaded": "1970-01-01T00:00:00Z" }""", null, "application/json"));

        var message = (await ReceiveAsync(id))[id];

        Assert.Equal((VoiceState.Failed, 0), (message.Status, message.Blobs.Count));
    }

    /// <summary>Takes messages until those of the given voices are among them; the queue also has those of other tests.</summary>
    private async Task<IReadOnlyDictionary<string, VoiceFinished>> ReceiveAsync(params string[] ids)
    {
        var received = new ConcurrentDictionary<string, VoiceFinished>(StringComparer.Ordinal);
        return await Eventually.IsAsync(
            async () =>
            {
                foreach (var message in (await fixture.Finished.ReceiveMessagesAsync(maxMessages: 32)).Value)
                {
                    var told = JsonSerializer.Deserialize(message.Body, VoiceJson.Default.VoiceFinished)!;
                    received[told.Id] = told;
                    await fixture.Finished.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                }

                return ids.All(received.ContainsKey) ? received : null;
            },
            () => $"messages of {string.Join(", ", ids)}");
    }
}
