namespace VoicePrep.Contracts.Reports;

/// <summary>How long voices took from upload to profile. Everything but the count is null if there are none.</summary>
/// <param name="P95Seconds">The shortest time within which 95 of 100 were done.</param>
/// <param name="DeviationSeconds">Standard deviation.</param>
public sealed record PreparationTimes(
    int Count, double? MeanSeconds = null, double? P95Seconds = null, double? SlowestSeconds = null, double? DeviationSeconds = null)
{
    public static PreparationTimes Of(IEnumerable<double> seconds)
    {
        var times = seconds.Order().ToArray();
        if (times.Length == 0)
            return new(0);
        var mean = times.Average();
        return new(
            times.Length,
            mean,
            times[(int)Math.Ceiling(times.Length * 0.95) - 1],
            times[^1],
            Math.Sqrt(times.Average(time => (time - mean) * (time - mean))));
    }
}
