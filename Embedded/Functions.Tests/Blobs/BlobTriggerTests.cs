using System.Text.Json.Nodes;

namespace Embedded.Functions.Tests.Blobs;

/// <summary>The containers' names are the test app's, so these tests take turns: one class, each begins with none.</summary>
public sealed class BlobTriggerTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private readonly TestFolder folder = new();

    private string[] Journal => folder.Journal;

    public async Task InitializeAsync()
    {
        foreach (var container in (string[])["inbox", "texts", "bytes", "streams"])
            await azurite.GetContainer(container).DeleteIfExistsAsync();
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Blob_InAContainerMadeLater_RunsTheFunctionWithItsWholeName()
    {
        await using var host = await StartAsync();
        var container = await azurite.CreateContainerAsync("inbox");
        await container.UploadBlobAsync("of/today/a b.wav", new BinaryData("1"));
        await WaitForAsync("blob of/today/a b.wav of/today/a b.wav");

        Assert.Single(Journal);
    }

    [Fact]
    public async Task Blob_ByType_IsGivenAsTextBytesAndStream()
    {
        foreach (var container in (string[])["texts", "bytes", "streams"])
            await (await azurite.CreateContainerAsync(container)).UploadBlobAsync("a.txt", new BinaryData("größer"));
        await using var host = await StartAsync();

        await WaitForAsync("text a txt größer");
        await WaitForAsync("bytes größer");
        await WaitForAsync("stream größer");
    }

    [Fact]
    public async Task Blob_OfANewVersion_RunsTheFunctionAgainAndARestartDoesNot()
    {
        var container = await azurite.CreateContainerAsync("inbox");
        await container.UploadBlobAsync("a", new BinaryData("1"));
        await using (await StartAsync())
        {
            await WaitForAsync("blob a a");
            await container.GetBlobClient("a").UploadAsync(new BinaryData("2"), overwrite: true);
            await TestApi.EventuallyAsync(() => Journal.Length == 2);
        }

        await using var again = await StartAsync();
        await container.UploadBlobAsync("b", new BinaryData("1"));
        await WaitForAsync("blob b b");

        Assert.Equal(["blob a a", "blob a a", "blob b b"], Journal);
    }

    [Fact]
    public async Task Blob_DeletedAndMadeAgain_RunsTheFunctionAgain()
    {
        var container = await azurite.CreateContainerAsync("inbox");
        await using var host = await StartAsync();
        await container.UploadBlobAsync("a", new BinaryData("1"));
        await WaitForAsync("blob a a");
        await container.DeleteBlobAsync("a");
        await container.UploadBlobAsync("a", new BinaryData("1"));

        await TestApi.EventuallyAsync(() => Journal.Length == 2);
    }

    [Fact]
    public async Task Blob_ThatTheFunctionCannotTake_GoesToThePoisonQueueAfterTheLastAttempt()
    {
        var container = await azurite.CreateContainerAsync("inbox");
        var bad = await container.UploadBlobAsync("bad.wav", new BinaryData("1"));
        await container.UploadBlobAsync("good.wav", new BinaryData("1"));
        await using var host = await StartAsync();

        var queue = azurite.GetQueue("webjobs-blobtrigger-poison");
        await TestApi.EventuallyAsync(async () =>
            await queue.ExistsAsync() && (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount > 0);
        var message = JsonNode.Parse((await queue.ReceiveMessageAsync()).Value.Body.ToString())!.AsObject();
        await WaitForAsync("blob good.wav good.wav");

        Assert.Equal(3, Journal.Count(line => line == "blob bad.wav bad.wav"));
        Assert.Equal(
            new JsonObject
            {
                ["Type"] = "BlobTrigger",
                ["FunctionId"] = "Host.Functions.OnBlob",
                ["BlobType"] = "BlockBlob",
                ["ContainerName"] = "inbox",
                ["BlobName"] = "bad.wav",
                ["ETag"] = bad.Value.ETag.ToString("H"),
            }.ToJsonString(),
            message.ToJsonString());
    }

    [Fact]
    public async Task Trigger_BySourceEventGrid_IsNotPolled()
    {
        var container = await azurite.CreateContainerAsync("inbox");
        await container.UploadBlobAsync("a", new BinaryData("1"));
        await using var host = await StartAsync();
        await WaitForAsync("blob a a");
        await container.UploadBlobAsync("b", new BinaryData("1"));
        await WaitForAsync("blob b b");

        Assert.DoesNotContain(Journal, line => line.StartsWith("event", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Storage_DownForAWhile_IsWaitedFor()
    {
        var container = await azurite.CreateContainerAsync("inbox");
        await container.UploadBlobAsync("a", new BinaryData("1"));
        await azurite.StopAsync();
        await using var host = await StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        var whileDown = await host.Http.GetAsync("api/nothing");
        await azurite.StartAsync();
        await WaitForAsync("blob a a");

        Assert.True(whileDown.IsSuccessStatusCode);
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(
        azurite.ConnectionString, folder, ("EmbeddedHost:BlobPollingInterval", "00:00:00.100"));

    private Task WaitForAsync(string line) => TestApi.EventuallyAsync(() => Journal.Contains(line));
}
