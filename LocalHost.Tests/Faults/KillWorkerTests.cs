using VoicePrep.LocalHost.Tests.Support;

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
}
