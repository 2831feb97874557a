namespace VoicePrep.Tests.Trust;

/// <summary>The trials of <c>bench/</c>, short.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Clips_PreparedWhileAllIsKilled_EndOnceAndAsUndisturbed() =>
        Assert.Empty(
            (
                await new Chaos(
                    new(Clips: 12, WorkerKills: 9, HostKills: 1, StorageStops: 1, DiskFills: 1, FailsEach: 5, IsShort: true), _ => { })
                    .RunAsync()).Violations);
}

public sealed class LoadTests
{
    [Fact]
    public async Task Uploads_ManyAtOnce_AreNotLost() =>
        Assert.Empty(
            (await new Load(new(Uploads: 100, TimeSpan.FromSeconds(2), SlowLines: 1, IsShort: true), _ => { }).RunAsync()).Violations);
}

public sealed class SoakTests
{
    [Fact]
    public async Task Clips_OneAfterTheOther_LeaveNothingBehindInTheProcesses() =>
        Assert.Empty((await new Soak(new(Clips: 100, TimeSpan.Zero, IsShort: true), _ => { }).RunAsync()).Violations);
}
