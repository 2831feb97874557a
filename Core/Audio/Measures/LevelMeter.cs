using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>Peaks, clipping, DC offset, and what the mix to one channel loses.</summary>
internal sealed class LevelMeter(int sampleRate, int channels)
{
    /// <summary>A converter that clips repeats one value; at high rates a natural peak is flat for a few samples too.</summary>
    private const int ClippedRunRate = 16_000;
    private const int MinClippedRun = 3;
    private const float FlatTolerance = 3e-5f;
    private const float MinClippedLevel = 0.1f;
    private const float NearPlateau = 0.98f;
    private const double MaxCancellationDb = 100;

    private readonly int clippedRun = Math.Max(MinClippedRun, sampleRate / ClippedRunRate);
    private readonly List<Level> levels = [];
    private readonly List<double> sums = []; // of each block: one for each channel

    /// <summary>Adds a block: one array of samples for each channel, and their mean.</summary>
    public void Add(float[][] block, float[] mono, int length)
    {
        float peak = 0, plateau = 0;
        double power = 0;
        var clipped = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var samples = block[channel].AsSpan(0, length);
            peak = Math.Max(peak, Math.Abs(TensorPrimitives.MaxMagnitude(samples)));
            var sum = TensorPrimitives.Sum<float>(samples);
            power += (TensorPrimitives.SumOfSquares(samples) - (double)sum * sum / length) / channels;
            sums.Add(sum);
            CountFlat(samples, ref plateau, ref clipped);
        }

        var mixed = mono.AsSpan(0, length);
        var offset = (double)TensorPrimitives.Sum<float>(mixed);
        levels.Add(new(length, peak, plateau, clipped, power, TensorPrimitives.SumOfSquares(mixed) - offset * offset / length));
    }

    /// <summary>The largest magnitude; 1 is full scale.</summary>
    public float Peak(Range blocks) => Slice(blocks).Max(level => level.Peak);

    /// <summary>The share of samples in flat tops at the window's peak, which show clipping even if it was turned down later.</summary>
    public double ClippedShare(Range blocks)
    {
        var peak = Peak(blocks);
        var clipped = Slice(blocks).Where(level => level.Plateau >= NearPlateau * peak).Sum(level => (double)level.Clipped);
        return clipped / (Slice(blocks).Sum(level => (double)level.Length) * channels);
    }

    /// <summary>Whether a block holds flat tops near <paramref name="peak"/>.</summary>
    public bool IsClipped(int block, float peak) =>
        block < levels.Count && levels[block].Clipped > 0 && levels[block].Plateau >= NearPlateau * peak;

    /// <summary>The largest mean of a channel, in parts of full scale.</summary>
    public double DcOffset(Range blocks)
    {
        var (start, count) = blocks.GetOffsetAndLength(levels.Count);
        var length = Slice(blocks).Sum(level => (double)level.Length);
        return Enumerable.Range(0, channels)
            .Max(channel => Math.Abs(Enumerable.Range(start, count).Sum(block => sums[block * channels + channel])) / length);
    }

    /// <summary>
    /// How much weaker the mean of the channels is than it would be of two alike: 3 dB for independent ones, however many there are, much
    /// for opposite ones. An offset does not count. dB.
    /// </summary>
    public double CancellationDb(Range blocks)
    {
        var (power, mono) = (Slice(blocks).Sum(level => level.Power), Slice(blocks).Sum(level => level.MonoPower));
        return power <= 0 || channels == 1
            ? 0
            : Math.Clamp(Decibels.OfPower(2 * power / channels / Math.Max(mono, double.Epsilon)), 0, MaxCancellationDb);
    }

    private IEnumerable<Level> Slice(Range blocks) => levels.Take(blocks);

    private void CountFlat(ReadOnlySpan<float> samples, ref float plateau, ref int clipped)
    {
        for (int i = 0, run; i < samples.Length; i += run)
        {
            run = 1;
            var level = Math.Abs(samples[i]);
            if (level < MinClippedLevel)
                continue;
            while (i + run < samples.Length && Math.Abs(samples[i + run] - samples[i]) <= FlatTolerance * level)
                run++;
            if (run < clippedRun || level < NearPlateau * plateau)
                continue;
            if (level * NearPlateau > plateau)
                (plateau, clipped) = (level, 0);
            clipped += run;
        }
    }

    private readonly record struct Level(int Length, float Peak, float Plateau, int Clipped, double Power, double MonoPower);
}
