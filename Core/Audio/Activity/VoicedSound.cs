using System.Numerics.Tensors;

namespace VoicePrep.Audio.Activity;

/// <summary>
/// Finds sound that is loud and periodic like a voice, whether or not the voice activity model takes it for speech: singing, cartoonish
/// and processed voices. The pitch is determined by normalised autocorrelation (P. Boersma, "Accurate short-term analysis of the
/// fundamental frequency", 1993, without its path search). A voice's pitch glides; that of hum and of most instruments is constant or
/// jumps.
/// </summary>
internal static class VoicedSound
{
    private const int Decimation = 4;
    private const int Rate = VoiceActivity.SampleRate / Decimation;
    private const int FrameLength = Rate / 25; // 40 ms
    private const int Hop = Rate / 50;
    private const int ShortestPeriod = Rate / 500;
    private const int LongestPeriod = Rate / 70;
    private const double Periodic = 0.7;
    private const double DipUnderPeak = 0.4; // rumble is alike to itself from the start
    private const double LeastGlide = 0.001;
    private const double MostGlide = 0.08;
    private const double LeastRange = 1.06; // a semitone between the lowest and the highest tenth
    private const double BelowPeakDb = 30;
    private const double MaxSeconds = 120; // more tells nothing new

    /// <param name="samples">16 kHz mono.</param>
    public static double Seconds(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var low = Decimate(samples[..Math.Min(samples.Length, (int)(MaxSeconds * VoiceActivity.SampleRate))]);
        var powers = new double[Math.Max(0, (low.Length - FrameLength - LongestPeriod) / Hop)];
        for (var frame = 0; frame < powers.Length; frame++)
            powers[frame] = Power(low.AsSpan(frame * Hop, FrameLength));
        var least = powers.DefaultIfEmpty().Max() * Math.Pow(10, -BelowPeakDb / 10);

        var (periods, previous) = (new List<double>(), 0.0);
        for (var frame = 0; frame < powers.Length; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var period = powers[frame] > least ? Period(low.AsSpan(frame * Hop)) : 0;
            if (period > 0 && previous > 0 && Math.Abs(period / previous - 1) is > LeastGlide and < MostGlide)
                periods.Add(period);
            previous = period;
        }

        periods.Sort();
        return periods.Count > 0 && periods[periods.Count * 9 / 10] > LeastRange * periods[periods.Count / 10]
            ? periods.Count * (double)Hop / Rate
            : 0;
    }

    private static float[] Decimate(ReadOnlySpan<float> samples)
    {
        var low = new float[samples.Length / Decimation];
        for (var n = 0; n < low.Length; n++)
            foreach (var sample in samples.Slice(n * Decimation, Decimation))
                low[n] += sample / Decimation;
        return low;
    }

    /// <summary>The period in samples, with a fraction; 0 if there is none.</summary>
    private static double Period(ReadOnlySpan<float> samples)
    {
        Span<double> correlation = stackalloc double[LongestPeriod + 1];
        var frame = samples[..FrameLength];
        var power = Power(frame);
        for (var lag = ShortestPeriod / 2; lag <= LongestPeriod; lag++)
            correlation[lag] = TensorPrimitives.Dot(frame, samples.Slice(lag, FrameLength))
                / Math.Sqrt(power * Power(samples.Slice(lag, FrameLength)) + double.Epsilon);

        var (best, dip, lowest) = (0, 1.0, 1.0);
        for (var lag = ShortestPeriod / 2 + 1; lag < LongestPeriod; lag++)
        {
            lowest = Math.Min(lowest, correlation[lag]);
            if (lag >= ShortestPeriod
                && correlation[lag] >= correlation[lag - 1]
                && correlation[lag] > correlation[lag + 1]
                && correlation[lag] > correlation[best] + 0.02)
                (best, dip) = (lag, lowest);
        }

        if (best == 0 || correlation[best] < Periodic || correlation[best] - dip < DipUnderPeak)
            return 0;
        var (before, at, after) = (correlation[best - 1], correlation[best], correlation[best + 1]);
        return best + (before - after) / (2 * (before - 2 * at + after));
    }

    private static double Power(ReadOnlySpan<float> samples) => TensorPrimitives.SumOfSquares(samples);
}
