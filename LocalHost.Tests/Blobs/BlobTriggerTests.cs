using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using VoicePrep.LocalHost.Tests.Support;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Blobs;

public sealed class BlobTriggerTests : IAsyncLifetime
{
    private readonly TestBed bed = new();
    private BlobContainerClient inbox = null!;

    public async Task InitializeAsync()
    {
        await bed.InitializeAsync();
        inbox = bed.Storage.Blobs.GetBlobContainerClient("inbox");
    }

    public Task DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Blob_OfANewVersion_RunsTheFunctionAgainAndARestartDoesNot()
    {
        using (var host = await TestHost.StartAsync(bed))
        {
            await inbox.CreateIfNotExistsAsync();
            await inbox.UploadBlobAsync("of/today/a b.wav", new BinaryData("1"));
            await bed.WaitForAsync("blob of/today/a b.wav 1");
            await inbox.GetBlobClient("of/today/a b.wav").UploadAsync(new BinaryData("2"), overwrite: true);
            await bed.WaitForAsync("blob of/today/a b.wav 2");
            await host.Process.TerminateAsync();
            await host.Process.WaitForExitAsync(Eventually.Limit);
        }
        await inbox.UploadBlobAsync("meanwhile.wav", new BinaryData("3"));

        using var again = await TestHost.StartAsync(bed);
        await bed.WaitForAsync("blob meanwhile.wav 3");
        await inbox.GetBlobClient("of/today/a b.wav").UploadAsync(new BinaryData("4"), overwrite: true);
        await bed.WaitForAsync("blob of/today/a b.wav 4");
        await inbox.UploadBlobAsync("last.wav", new BinaryData("5"));
        await bed.WaitForAsync("blob last.wav 5");

        Assert.Equal(
            ["blob of/today/a b.wav 1", "blob of/today/a b.wav 2", "blob meanwhile.wav 3", "blob of/today/a b.wav 4", "blob last.wav 5"],
            bed.Journal);
    }

    [Fact]
    public async Task Blob_WhoseMessageAKilledHostHolds_RunsTheFunctionAtTheNextStart()
    {
        await inbox.CreateIfNotExistsAsync();
        using (var host = await TestHost.StartAsync(bed))
        {
            await inbox.UploadBlobAsync("slow", new BinaryData("1"));
            await bed.WaitForAsync("blob slow 1");
            host.Process.Kill();
        }

        using var again = await TestHost.StartAsync(bed);
        await bed.WaitForAsync("end slow");

        Assert.Equal(["blob slow 1", "blob slow 1", "end slow"], bed.Journal);
    }

    [Fact]
    public async Task Blobs_UploadedWhileTheContainerIsListed_AllRunTheFunctionOnce()
    {
        await inbox.CreateIfNotExistsAsync();
        using var host = await TestHost.StartAsync(bed);
        var names = Enumerable.Range(0, 100).Select(i => $"{i:000}.wav").ToList();
        foreach (var name in names)
        {
            await inbox.UploadBlobAsync(name, new BinaryData("1"));
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        foreach (var name in names)
            await bed.WaitForAsync($"blob {name} 1");

        Assert.Equal(names.Select(name => $"blob {name} 1"), bed.Journal.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Blob_ThatTheFunctionCannotTake_GoesToThePoisonQueueAfterFiveAttempts()
    {
        await inbox.CreateIfNotExistsAsync();
        var bad = await inbox.UploadBlobAsync("bad.wav", new BinaryData("1"));
        await inbox.UploadBlobAsync("good.wav", new BinaryData("2"));
        using var host = await TestHost.StartAsync(bed);
        var queue = bed.Storage.Queues.GetQueueClient("webjobs-blobtrigger-poison");
        var poison = await Eventually.IsAsync(
            async () =>
                await queue.ExistsAsync() && (await queue.ReceiveMessageAsync()).Value is { } message
                    ? JsonNode.Parse(message.Body.ToString())
                    : null,
            () => "a message in the poison queue");
        await bed.WaitForAsync("blob good.wav 2");

        Assert.Equal(5, bed.Count("blob bad.wav 1"));
        Assert.Equal("Host.Functions.OnBlob", (string?)poison["FunctionId"]);
        Assert.Equal("inbox", (string?)poison["ContainerName"]);
        Assert.Equal("bad.wav", (string?)poison["BlobName"]);
        Assert.Equal(bad.Value.ETag.ToString("H"), (string?)poison["ETag"]);
    }

    [Fact]
    public async Task Blob_BySourceEventGrid_RunsTheFunctionWhenItIsTold()
    {
        var events = bed.Storage.Blobs.GetBlobContainerClient("events");
        await events.CreateIfNotExistsAsync();
        // An app polls or is told: the blob trigger's listener is one for all functions, and takes the source of the first.
        using var host = await TestHost.StartAsync(bed, ("AzureWebJobs__OnBlob__Disabled", "true"));
        await events.UploadBlobAsync("a b.wav", new BinaryData("1"));
        await events.UploadBlobAsync("untold.wav", new BinaryData("1"));
        var validated = await PostAsync(
            host,
            "SubscriptionValidation",
            "Microsoft.EventGrid.SubscriptionValidationEvent",
            new JsonObject { ["validationCode"] = "code" });
        var blob = events.GetBlobClient("a b.wav");
        await PostAsync(
            host,
            "Notification",
            "Microsoft.Storage.BlobCreated",
            new JsonObject { ["api"] = "PutBlob", ["blobType"] = "BlockBlob", ["url"] = blob.Uri.AbsoluteUri });
        await bed.WaitForAsync("event a b.wav a b.wav");

        Assert.Equal("code", (string?)JsonNode.Parse(validated)!["validationResponse"]);
        Assert.Equal(["event a b.wav a b.wav"], bed.Journal);
    }

    /// <summary>Sends what Event Grid sends to the URL of a subscription.</summary>
    private static async Task<string> PostAsync(TestHost host, string kind, string type, JsonObject data)
    {
        JsonArray events =
        [
            new JsonObject
            {
                ["id"] = Guid.NewGuid().ToString(),
                ["topic"] = "/subscriptions/none/resourceGroups/none/providers/Microsoft.Storage/storageAccounts/devstoreaccount1",
                ["subject"] = "/blobServices/default/containers/events/blobs/a b.wav",
                ["eventType"] = type,
                ["eventTime"] = DateTimeOffset.UtcNow.ToString("O"),
                ["dataVersion"] = "1",
                ["metadataVersion"] = "1",
                ["data"] = data,
            },
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, "runtime/webhooks/blobs?functionName=Host.Functions.OnEvent")
        {
            Content = new StringContent(events.ToJsonString(), mediaType: new("application/json")),
        };
        request.Headers.Add("aeg-event-type", kind);
        using var response = await host.Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}\n{host.Process.Output}");
        return await response.Content.ReadAsStringAsync();
    }
}
