using VoicePrep.Audio.Measures;

namespace VoicePrep.Tests.Audio.Measures;

public sealed class FlatTopMeterTests
{
    private const int Rate = 16_000;

    /// <summary>Samples that are rounded to the same few values lie on straight lines, whatever the wave was.</summary>
    [Theory]
    [InlineData(0.5, 128)]
    [InlineData(0.005, 32768)]
    public void Share_CoarselyRoundedPulses_IsThatOfThePulses(double peak, int stepsToFullScale)
    {
        var exact = Pulses(peak);
        var rounded = exact.Select(sample => MathF.Round(sample * stepsToFullScale) / stepsToFullScale).ToArray();

        Assert.Equal(Share(exact)!.Value, Share(rounded)!.Value, 0.03);
    }

    [Fact]
    public void Share_ClippedPulses_IsMore()
    {
        var pulses = Pulses(1);
        var clipped = pulses.Select(sample => Math.Clamp(sample, -0.25f, 0.25f)).ToArray();

        Assert.True(Share(clipped) > 2 * Share(pulses));
    }

    /// <summary>A voice in outline: ten harmonics, of which the tops are narrow.</summary>
    private static float[] Pulses(double peak) =>
    [
        .. Enumerable.Range(0, 4 * Rate).Select(n =>
            (float)(peak * Enumerable.Range(1, 10).Sum(k => Math.Cos(2 * Math.PI * k * 130.7 * n / Rate) / k) / 2.93)),
    ];

    private static double? Share(float[] samples)
    {
        const int length = Rate / Blocks.PerSecond;
        var meter = new FlatTopMeter(Rate);
        foreach (var block in samples.Chunk(length))
            meter.Add(block, block.Length);
        return meter.Share(Enumerable.Range(0, samples.Length / length));
    }
}
