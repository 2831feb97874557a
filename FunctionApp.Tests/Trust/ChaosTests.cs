namespace VoicePrep.Tests.Trust;

public sealed class ChaosTests
{
    /// <summary>
    /// The trial of <c>bench/trust.md</c>, short: it waits for the most part. Those of load and soak would take minutes.
    /// </summary>
    [Fact]
    public async Task Clips_PreparedWhileAllIsKilled_EndOnceAndAsUndisturbed() => Assert.Empty(
        (await new Chaos(new(Clips: 12, WorkerKills: 9, HostKills: 1, StorageStops: 1, DiskFills: 1, IsShort: true), _ => { }).RunAsync())
            .Violations);
}
