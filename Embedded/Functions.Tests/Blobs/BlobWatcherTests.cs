using Embedded.Functions.Blobs;

namespace Embedded.Functions.Tests.Blobs;

public sealed class BlobWatcherTests
{
    [Theory]
    [InlineData(1, new double[] { 2, 4, 5, 5 })]
    [InlineData(0.1, new[] { 0.2, 0.4, 0.8, 1.6, 3.2, 5 })]
    [InlineData(30, new double[] { 30, 30 })]
    public void Backoff_FailuresInARow_GrowsToFiveSecondsAndIsNeverUnderTheInterval(double interval, double[] pauses) =>
        Assert.Equal(pauses, pauses.Select((_, i) => BlobWatcher.Backoff(TimeSpan.FromSeconds(interval), failures: i + 1).TotalSeconds));
}
