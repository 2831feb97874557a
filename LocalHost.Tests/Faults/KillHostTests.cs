using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Faults;

public abstract class KillHostTests : IAsyncLifetime
{
    private readonly TestBed bed = new();

    public Task InitializeAsync() => bed.InitializeAsync();

    public Task DisposeAsync() => bed.DisposeAsync();

    /// <summary>Ends the host in mid-activity, waits until nothing of it is left, and lets another one finish.</summary>
    private protected async Task RunAsync(Action<TestHost> kill)
    {
        using (var host = await TestHost.StartAsync(bed))
        {
            var worker = await host.GetWorkerAsync();
            using var started = await host.Http.StartAsync("Chain", "killed", 5000);
            await bed.WaitForAsync("begin killed-one");
            kill(host);
            await Processes.EndsAsync(worker);
        }
        Assert.Equal(0, bed.Count("end killed-one"));

        using var again = await TestHost.StartAsync(bed);
        var status = await again.Http.FinishAsync("killed");

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("killed-one killed-two killed-three", (string?)status["output"]);
        Assert.True(bed.Count("begin killed-one") >= 2);
        Assert.DoesNotContain("Another host holds this storage", again.Process.Output, StringComparison.Ordinal);
    }
}

public sealed class KillHostAloneTests : KillHostTests
{
    [Fact]
    public Task Host_KilledInMidActivity_LeavesNoWorkerAndTheOrchestrationCompletes() => RunAsync(host => host.Process.KillAlone());
}

public sealed class KillHostAndWorkerTests : KillHostTests
{
    [Fact]
    public Task HostAndWorker_KilledInMidActivity_LeaveTheOrchestrationToTheNextHost() => RunAsync(host => host.Process.Kill());
}
