using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>The mix in moments of 1 ms, by first and second differences: abrupt sounds stand out, offset and rumble do not.</summary>
internal sealed class MomentMeter(int sampleRate)
{
    public const int PerSecond = 1000;

    private const float Silence = 1e-10f; // less than a step of 16 bits now and then

    private readonly float[] samples = new float[sampleRate / Blocks.PerSecond + 3];
    private readonly float[] slopes = new float[sampleRate / Blocks.PerSecond + 2];
    private readonly float[] bends = new float[sampleRate / Blocks.PerSecond + 1];
    private readonly List<float> powers = [];
    private readonly List<float> jumps = [];
    private readonly List<float> steps = [];
    private readonly List<float> levels = [];

    /// <summary>In each moment, on average.</summary>
    public double Samples => (double)sampleRate / PerSecond;

    /// <summary>Mean square of the first difference in each moment.</summary>
    public List<float> Powers => powers;

    /// <summary>The largest magnitude of the second difference in each moment.</summary>
    public List<float> Jumps => jumps;

    /// <summary>The smallest difference of two neighbours in each moment; infinite where there is none.</summary>
    public List<float> Steps => steps;

    /// <summary>The mean of each moment.</summary>
    public List<float> Levels => levels;

    /// <summary>Whether a moment is no digital silence: cut out, gated or synthetic. An offset may stand in that.</summary>
    public bool Sounds(int moment) => moment < powers.Count && powers[moment] > Silence;

    /// <summary>The moments of a window, of <see cref="Powers"/> or another of these lists.</summary>
    public static ReadOnlySpan<float> Within(ClipWindow window, List<float> all)
    {
        var start = Math.Min(all.Count, (int)(window.StartSeconds * PerSecond));
        return CollectionsMarshal.AsSpan(all).Slice(start, Math.Min(all.Count - start, (int)(window.Seconds * PerSecond)));
    }

    /// <summary>Adds a block of the mix.</summary>
    public void Add(float[] mono, int length)
    {
        // Two samples of the block before stand in front.
        mono.AsSpan(0, length).CopyTo(samples.AsSpan(2));
        if (powers.Count == 0)
            samples.AsSpan(0, 2).Fill(mono[0]);
        TensorPrimitives.Subtract(samples.AsSpan(1, length + 1), samples.AsSpan(0, length + 1), slopes);
        TensorPrimitives.Subtract(slopes.AsSpan(1, length), slopes.AsSpan(0, length), bends);
        var moments = Math.Max(1, (int)Math.Round((double)length * PerSecond / sampleRate));
        for (var moment = 0; moment < moments; moment++)
        {
            var (start, end) = (moment * length / moments, (moment + 1) * length / moments);
            powers.Add(TensorPrimitives.SumOfSquares<float>(slopes.AsSpan(start + 1, end - start)) / (end - start));
            jumps.Add(Math.Abs(TensorPrimitives.MaxMagnitude<float>(bends.AsSpan(start, end - start))));
            steps.Add(Step(slopes.AsSpan(start + 1, end - start)));
            levels.Add(TensorPrimitives.Sum<float>(mono.AsSpan(start, end - start)) / (end - start));
        }

        samples.AsSpan(length, 2).CopyTo(samples);
    }

    private static float Step(ReadOnlySpan<float> slopes)
    {
        var least = float.PositiveInfinity;
        foreach (var slope in slopes)
            if (slope != 0 && Math.Abs(slope) < least)
                least = Math.Abs(slope);
        return least;
    }
}
