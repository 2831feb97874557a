namespace VoicePrep.Tests.Trust;

/// <summary>What several measurements come to.</summary>
internal static class Percentiles
{
    /// <summary>A percentile by the nearest rank; 0 of nothing.</summary>
    /// <param name="share">Such as 0.99.</param>
    public static double At(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    /// <summary>By how much the values rise in each unit of their times: the slope of the line of least squares.</summary>
    public static double Slope(IReadOnlyList<(double Time, double Value)> points)
    {
        var (time, value) = (points.Average(point => point.Time), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.Time - time) * (point.Time - time));
        return spread == 0 ? 0 : points.Sum(point => (point.Time - time) * (point.Value - value)) / spread;
    }
}
