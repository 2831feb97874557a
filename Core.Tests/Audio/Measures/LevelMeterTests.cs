using VoicePrep.Audio.Measures;

namespace VoicePrep.Tests.Audio.Measures;

public sealed class LevelMeterTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1.3, 1.3)]
    [InlineData(30, 30)]
    public void FullScale_Wave_IsItsPeakWhereItGoesOver(float peak, float expected) =>
        Assert.Equal(expected, Measure(Wave(peak)).FullScale(..), 0.02f);

    /// <summary>As a resampler or a codec leaves it.</summary>
    [Fact]
    public void FullScale_ClippedThereAndRinging_IsOne()
    {
        var ringing = Wave(2).Select((sample, n) => Math.Clamp(sample, -1, 1) * (1 + 0.03f * MathF.Sin(2.5f * n))).ToArray();

        Assert.Equal(1, Measure(ringing).FullScale(..));
    }

    [Fact]
    public void Wraps_OverflowingIntegers_AreCountedAtBothEdges() =>
        Assert.Equal(
            4 * 100, Measure([.. Wave(1.2f).Select(sample => sample > 1 ? sample - 2 : sample < -1 ? sample + 2 : sample)]).Wraps(..));

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Wraps_LoudWave_AreNone(float peak) => Assert.Equal(0, Measure(Wave(peak)).Wraps(..));

    [Fact]
    public void Wraps_ClippedWave_AreNone() =>
        Assert.Equal(0, Measure([.. Wave(1000).Select(sample => Math.Clamp(sample, -1, 1))]).Wraps(..));

    /// <summary>A second at 100 Hz.</summary>
    private static float[] Wave(float peak) => [.. Enumerable.Range(0, Rate).Select(n => peak * MathF.Sin(2 * MathF.PI * 100 * n / Rate))];

    private static LevelMeter Measure(float[] samples)
    {
        var meter = new LevelMeter(Rate, 1);
        foreach (var block in samples.Chunk(Rate / Blocks.PerSecond))
            meter.Add([block], block, block.Length);
        return meter;
    }
}
