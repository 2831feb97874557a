using VoicePrep.Audio.Measures;
using VoicePrep.Signal;

namespace VoicePrep.Tests.Audio.Measures;

public sealed class HiddenRoundingTests
{
    private const int Rate = 48_000;
    private const float Lsb = 1 / 128f;

    private static readonly ClipWindow Whole = new(0, 2, 0, 0);

    /// <summary>A tone of a few steps, whose every level lasts for milliseconds, with soft edges as a resampler makes them.</summary>
    [Fact]
    public void Step_SoftStaircase_IsThatOfTheStairs() =>
        Assert.Equal(Lsb, Step(Soft(t => MathF.Round(2.4f * MathF.Sin(2 * MathF.PI * 40 * t)) * Lsb)), 0.05f * Lsb);

    [Fact]
    public void Step_Tone_IsNone() => Assert.Equal(0, Step(Soft(t => 0.3f * MathF.Sin(2 * MathF.PI * 200 * t))));

    [Fact]
    public void Step_HolesOfSilence_IsNone() =>
        Assert.Equal(0, Step(Soft(t => t * 4 % 1 < 0.04 ? 0 : 0.3f * MathF.Sin(2 * MathF.PI * 200 * t))));

    private static float Step(float[] samples)
    {
        var moments = new MomentMeter(Rate);
        foreach (var block in samples.Chunk(Rate / Blocks.PerSecond))
            moments.Add(block, block.Length);
        return HiddenRounding.Step(moments, Whole);
    }

    /// <summary>Two seconds; each sample is the mean of eight, and rounded to 16 bits.</summary>
    private static float[] Soft(Func<float, float> wave)
    {
        var sharp = Enumerable.Range(0, 2 * Rate + 8).Select(n => wave((float)n / Rate)).ToArray();
        return [.. Enumerable.Range(0, 2 * Rate).Select(n => MathF.Round(sharp.AsSpan(n, 8).ToArray().Average() * 32768) / 32768)];
    }
}
