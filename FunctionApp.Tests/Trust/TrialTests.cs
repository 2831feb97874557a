namespace VoicePrep.Tests.Trust;

/// <summary>The trials of <c>bench/trust.md</c>, short; a class for each, so that they run side by side: chaos mostly waits.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Clips_PreparedWhileAllIsKilled_EndOnceAndAsUndisturbed() => Assert.Empty(
        (await new Chaos(new(Clips: 12, WorkerKills: 9, HostKills: 1, StorageStops: 1, DiskFills: 1, IsShort: true), _ => { }).RunAsync())
            .Violations);
}

public sealed class LoadTests
{
    [Fact]
    public async Task Uploads_ManyAtOnce_AreNeitherLostNorShuffled() => Assert.Empty(
        (await new Load(new(Uploads: 100, TimeSpan.FromSeconds(2), SlowLines: 1, IsShort: true), _ => { }).RunAsync()).Violations);
}

public sealed class SoakTests
{
    [Fact]
    public async Task Clips_OneAfterTheOther_LeaveNothingBehind() => Assert.Empty(
        (await new Soak(new(Clips: 200, TimeSpan.Zero, IsShort: true), _ => { }).RunAsync()).Violations);
}
