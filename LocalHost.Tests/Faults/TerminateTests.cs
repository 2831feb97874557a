using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Faults;

public sealed class TerminateTests : IAsyncLifetime
{
    /// <summary>The 30 s that a container's end allows, and some for a loaded machine.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(45);

    private readonly TestBed bed = new();

    public Task InitializeAsync() => bed.InitializeAsync();

    public Task DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Host_TerminatedInMidActivity_StopsInTimeAndTheOrchestrationCompletesAfterwards()
    {
        using (var host = await TestHost.StartAsync(bed))
        {
            var worker = await host.GetWorkerAsync();
            using var started = await host.Http.StartAsync("Chain", "terminated", 5000);
            await bed.WaitForAsync("begin terminated-one");
            await host.Process.TerminateAsync();

            Assert.Equal(0, await host.Process.WaitForExitAsync(StopLimit));
            await Processes.EndsAsync(worker);
        }

        using var again = await TestHost.StartAsync(bed);
        var status = await again.Http.FinishAsync("terminated");

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("terminated-one terminated-two terminated-three", (string?)status["output"]);
    }

    [Fact]
    public async Task Host_TerminatedWithoutStorage_StopsInTime()
    {
        using var host = await TestHost.StartAsync(bed);
        var worker = await host.GetWorkerAsync();
        await bed.Storage.StopAsync();
        await host.Process.TerminateAsync();

        await host.Process.WaitForExitAsync(StopLimit);
        await Processes.EndsAsync(worker);
    }
}
