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
    private const float NearFullScale = 0.85f;
    private const float OverFullScale = 1.05f;
    private const float MostRinging = 1.5f; // by a filter or a codec, of what was clipped before
    private const double LimitedShare = 0.002;
    private const double OverShare = 0.2; // of a voice that goes on over full scale, as many are over it as near it
    private const float WrappedLevel = 0.8f;

    private readonly int clippedRun = Math.Max(MinClippedRun, sampleRate / ClippedRunRate);
    private readonly List<Level> levels = [];
    private readonly List<double> sums = []; // of each block: one for each channel

    /// <summary>Adds a block: one array of samples for each channel, and their mean.</summary>
    public void Add(float[][] block, float[] mono, int length)
    {
        float peak = 0, plateau = 0;
        double power = 0;
        int clipped = 0, near = 0, over = 0, wraps = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var samples = block[channel].AsSpan(0, length);
            peak = Math.Max(peak, Math.Abs(TensorPrimitives.MaxMagnitude(samples)));
            var sum = TensorPrimitives.Sum<float>(samples);
            power += (TensorPrimitives.SumOfSquares(samples) - (double)sum * sum / length) / channels;
            sums.Add(sum);
            CountFlat(samples, ref plateau, ref clipped);
            CountExtremes(samples, ref near, ref over, ref wraps);
        }

        var mixed = mono.AsSpan(0, length);
        var offset = (double)TensorPrimitives.Sum<float>(mixed);
        levels.Add(
            new(
                length, peak, plateau, clipped, near, over, wraps, power,
                TensorPrimitives.SumOfSquares(mixed) - offset * offset / length));
    }

    /// <summary>The largest magnitude; 1 is full scale.</summary>
    public float Peak(Range blocks) => Slice(blocks).Max(level => level.Peak);

    /// <summary>
    /// The peak of a window that goes over full scale, and can be turned down without loss; 1 if it does not, or if it was clipped at full
    /// scale before a filter or a codec made it ring: then only a few samples are over it, and many near it.
    /// </summary>
    public float FullScale(Range blocks)
    {
        var (near, over) = (Slice(blocks).Sum(level => (double)level.Near), Slice(blocks).Sum(level => (double)level.Over));
        var isLimited = Peak(blocks) < MostRinging && near >= LimitedShare * Samples(blocks) && over < OverShare * near;
        return isLimited ? 1 : Math.Max(1, Peak(blocks));
    }

    /// <summary>
    /// How often the wave of a channel leaps from one end of the scale to the other, as integers do that overflow; 0 for samples over full
    /// scale, which are not integers.
    /// </summary>
    public double Wraps(Range blocks) => Peak(blocks) > 1 ? 0 : Slice(blocks).Sum(level => (double)level.Wraps) / channels;

    /// <summary>The share of samples in flat tops at the window's peak, which show clipping even if it was turned down later.</summary>
    public double ClippedShare(Range blocks)
    {
        var peak = Peak(blocks);
        var clipped = Slice(blocks).Where(level => level.Plateau >= NearPlateau * peak).Sum(level => (double)level.Clipped);
        return clipped / Samples(blocks);
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

    private double Samples(Range blocks) => Slice(blocks).Sum(level => (double)level.Length) * channels;

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

    private static void CountExtremes(ReadOnlySpan<float> samples, ref int near, ref int over, ref int wraps)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var level = Math.Abs(samples[i]);
            if (level <= WrappedLevel)
                continue;
            near += level is > NearFullScale and <= OverFullScale ? 1 : 0;
            over += level > OverFullScale ? 1 : 0;
            if (i >= 2 && i + 1 < samples.Length
                && Math.Abs(samples[i - 1]) > WrappedLevel && samples[i] * samples[i - 1] < 0
                && samples[i - 1] != samples[i - 2] && samples[i] != samples[i + 1]) // else it is clipped, and only steep
                wraps++;
        }
    }

    private readonly record struct Level(
        int Length, float Peak, float Plateau, int Clipped, int Near, int Over, int Wraps, double Power, double MonoPower);
}
