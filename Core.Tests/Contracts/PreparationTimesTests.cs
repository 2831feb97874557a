using VoicePrep.Contracts.Reports;


namespace VoicePrep.Tests.Contracts;

public sealed class PreparationTimesTests
{
    [Fact]
    public void Of_Nothing_IsANumberAlone() => Assert.Equal(new PreparationTimes(0), PreparationTimes.Of([]));

    [Fact]
    public void Of_OneTime_IsThatTime() => Assert.Equal(new PreparationTimes(1, 3, 3, 3, 0), PreparationTimes.Of([3]));

    [Fact]
    public void Of_TwentyTimes_LeavesTheSlowestOutOfP95()
    {
        var times = PreparationTimes.Of(Enumerable.Range(1, 20).Reverse().Select(second => (double)second));

        Assert.Equal((20, 10.5, 19, 20), (times.Count, times.MeanSeconds, times.P95Seconds, times.SlowestSeconds));
        Assert.Equal(Math.Sqrt(33.25), times.DeviationSeconds!.Value, 9);
    }
}
