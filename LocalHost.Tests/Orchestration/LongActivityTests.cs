using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Orchestration;

public sealed class LongActivityTests(SharedHost shared) : IClassFixture<SharedHost>
{
    /// <summary>The queues' visibility time-outs in <c>host.json</c> are a minute.</summary>
    [Fact]
    public async Task Activity_LongerThanTheVisibilityTimeOut_RunsOnce()
    {
        using var started = await shared.Host.Http.StartAsync("LongActivity", "long", 75_000);
        await shared.Bed.WaitForAsync("end long");
        var status = await shared.Host.Http.FinishAsync("long");

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal(["begin long", "end long"], shared.Bed.Journal);
    }
}
