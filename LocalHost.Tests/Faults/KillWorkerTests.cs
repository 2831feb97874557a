using VoicePrep.LocalHost.Tests.Support;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Faults;

public sealed class KillWorkerTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task Worker_KilledInMidActivity_IsStartedAgainAndTheOrchestrationCompletes()
    {
        var http = shared.Host.Http;
        var first = await http.GetStringAsync("api/worker");
        using var started = await http.StartAsync("Chain", "killed", 1500);
        foreach (var stage in (string[])["one", "two", "three"])
        {
            await shared.Bed.WaitForAsync($"begin killed-{stage}");
            Processes.Kill(await shared.Host.GetWorkerAsync());
        }
        var status = await http.FinishAsync("killed");

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("killed-one killed-two killed-three", (string?)status["output"]);
        Assert.NotEqual(first, await http.GetStringAsync("api/worker"));
        Assert.All((string[])["one", "two", "three"], stage => Assert.Equal(1, shared.Bed.Count($"end killed-{stage}")));
    }

    /// <summary>It costs each blob one of its five attempts, and not all of them before another worker is there.</summary>
    [Fact]
    public async Task Worker_LostBeforeItEndsWhileBlobTriggersRun_LosesNoBlob()
    {
        string[] names = ["slow-1", "slow-2", "slow-3", "slow-4"];
        var inbox = shared.Bed.Storage.Blobs.GetBlobContainerClient("inbox");
        await inbox.CreateIfNotExistsAsync();
        foreach (var name in names)
            await inbox.UploadBlobAsync(name, new BinaryData("1"));
        foreach (var name in names)
            await shared.Bed.WaitForAsync($"blob {name} 1");
        var unfinished = names.Where(name => shared.Bed.Count($"end {name}") == 0).ToList();
        using var lost = await shared.Host.Http.PostAsync("api/lose", content: null);

        var poison = shared.Bed.Storage.Queues.GetQueueClient("webjobs-blobtrigger-poison");
        await Eventually.IsAsync(
            async () => unfinished.All(name => shared.Bed.Count($"blob {name} 1") >= 2) || await poison.ExistsAsync() ? names : null,
            () => $"another attempt for all, or what was given up\n{shared.Host.Process.Output}");

        Assert.NotEmpty(unfinished);
        Assert.False(await poison.ExistsAsync(), shared.Host.Process.Output);
    }
}
