namespace VoicePrep.Joining;

/// <summary>How much noisier a recording is than the others.</summary>
public static class NoiseGap
{
    /// <summary>
    /// For each recording, in the same order, how far its signal-to-noise ratio is below the median of the others. dB; null if there is
    /// nothing to compare.
    /// </summary>
    /// <param name="ratios">Signal-to-noise ratios, dB; null where it could not be measured.</param>
    public static IReadOnlyList<double?> Of(IReadOnlyList<double?> ratios) =>
        [.. ratios.Select((ratio, i) => Median(ratios.Where((_, other) => other != i).OfType<double>()) - ratio)];

    private static double? Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
