using System.Numerics.Tensors;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Clipping that a filter, another rate or a codec has hidden since: no two samples are alike any more, but the wave still stays near its
/// peak for long, where a voice only touches it.
/// </summary>
internal sealed class FlatTopMeter(int sampleRate)
{
    private const float NearPeak = 0.8f;
    private const double LoudShare = 0.25;
    private const float High = 0.6f;
    private const int CurveRate = 16_000;
    private const float Straight = 0.003f; // bend of a wave of 140 Hz at its top
    private const float StepsToTell = 4; // of which the limit must consist: coarser samples lie on straight lines by themselves
    private const double StraightWeight = 0.6; // brings both shares to one scale
    private const int MinBlocks = 5;

    private readonly int lag = Math.Max(1, sampleRate / CurveRate);
    private readonly float[] magnitudes = new float[sampleRate / Blocks.PerSecond + 1];
    private readonly float[] tops = new float[sampleRate / Blocks.PerSecond + 1];
    private readonly List<Block> blocks = [];

    /// <summary>Adds a block of the mix.</summary>
    public void Add(float[] mono, int length)
    {
        var magnitude = magnitudes.AsSpan(0, length);
        // an offset is no top
        TensorPrimitives.Subtract(mono.AsSpan(0, length), TensorPrimitives.Sum<float>(mono.AsSpan(0, length)) / length, magnitude);
        TensorPrimitives.Abs(magnitude, magnitude);
        var peak = TensorPrimitives.Max<float>(magnitude);
        int near = 0, high = 0, straight = 0;
        for (var i = 0; i < length; i++)
        {
            near += magnitude[i] > NearPeak * peak ? 1 : 0;
            if (magnitude[i] < High * peak || i < lag || i + lag >= length)
                continue;
            tops[high++] = mono[i];
            straight += Math.Abs(mono[i - lag] - 2 * mono[i] + mono[i + lag]) < Straight * peak ? 1 : 0;
        }

        var canTell = high > 0 && StepsToTell * Step(tops.AsSpan(0, high)) <= Straight * peak;
        blocks.Add(new(TensorPrimitives.SumOfSquares<float>(magnitude), (float)near / length, canTell ? (float)straight / high : 0));
    }

    /// <summary>
    /// The share of the samples that are near the peak of their 50 ms, or the share of the high ones on straight lines, which
    /// is what a high-pass filter makes of flat tops, unless the samples are rounded too coarsely to tell. The median over the loudest
    /// quarter of blocks; null if there are too few.
    /// </summary>
    public double? Share(IEnumerable<int> speech)
    {
        var all = speech.Where(block => block < blocks.Count).Select(block => blocks[block]).ToArray();
        var loudest = all.OrderByDescending(block => block.Power).Take((int)(LoudShare * all.Length)).ToArray();
        return loudest.Length < MinBlocks
            ? null
            : Math.Max(Middle(loudest, block => block.NearPeak), StraightWeight * Middle(loudest, block => block.Straight));
    }

    /// <summary>The smallest difference between two levels, at most by which they were rounded; infinite if there is only one.</summary>
    private static float Step(Span<float> levels)
    {
        levels.Sort();
        var step = float.PositiveInfinity;
        for (var i = 1; i < levels.Length; i++)
            if (levels[i] != levels[i - 1])
                step = Math.Min(step, levels[i] - levels[i - 1]);
        return step;
    }

    private static double Middle(Block[] some, Func<Block, double> share) => some.Select(share).Order().ElementAt(some.Length / 2);

    private readonly record struct Block(float Power, float NearPeak, float Straight);
}
