namespace VoicePrep.Benchmarks;

/// <summary>What several measurements of one thing come to.</summary>
/// <param name="P95">95th percentile, nearest rank.</param>
/// <param name="Deviation">Standard deviation of the sample.</param>
internal sealed record Statistics(int Count, double Mean, double Median, double P95, double Max, double Deviation)
{
    public static Statistics Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var mean = sorted.Average();
        return new Statistics(
            sorted.Length,
            mean,
            (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2,
            sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1],
            sorted[^1],
            sorted.Length > 1 ? Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (sorted.Length - 1)) : 0);
    }
}
