using System.Numerics;
using VoicePrep.Models;
using VoicePrep.Speech.Decoding;

namespace VoicePrep.Tests.Speech.Decoding;

/// <summary>Against the definition, one frame and one sample at a time in double precision.</summary>
public sealed class MelSpectrogramTests
{
    private const int Hop = 160;
    private const int Window = 400;
    private const double Tolerance = 1e-4;

    private static readonly Complex[] Circle =
    [
        .. Enumerable.Range(0, Window).Select(n => Complex.FromPolarCoordinates(1, -2 * Math.PI * n / Window)),
    ];

    private readonly float[] filters = GgmlFile.Read(WhisperFixture.DemoFile).MelFilters;

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    [InlineData(16_000)]
    [InlineData(99_999)]
    [InlineData(488_000)]
    public void Compute_Clip_IsTheDefinition(int samples)
    {
        var clip = Clip(samples, seed: samples);
        var spectrogram = new MelSpectrogram(filters);
        spectrogram.Compute(Clip(480_000, seed: 1), out _); // leaves something in its buffers

        var actual = spectrogram.Compute(clip, out var frames);

        Assert.Equal((80, Math.Max(3000, ((samples + 200) / Hop) + 1)), (spectrogram.Mels, frames));
        var expected = Define(clip, frames);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], Tolerance);
    }

    [Fact]
    public void Compute_DigitalSilence_IsTheSmallestPowerEverywhere()
    {
        var actual = new MelSpectrogram(filters).Compute(new float[16_000], out _);

        Assert.Equal(-1.5f, actual.ToArray().Distinct().Single(), Tolerance);
    }

    private static float[] Clip(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(n => (0.3f * MathF.Sin(n * 0.05f)) + (0.1f * (random.NextSingle() - 0.5f)))];
    }

    private double[] Define(float[] clip, int frames)
    {
        var mels = filters.Length / MelSpectrogram.Bins;
        var result = new double[mels * frames];
        Parallel.For(0, frames, frame =>
        {
            var power = Power(clip, frame);
            for (var mel = 0; mel < mels; mel++)
                result[(mel * frames) + frame] = Math.Log10(
                    Math.Max(
                        1e-10, Enumerable.Range(0, MelSpectrogram.Bins).Sum(k => power[k] * filters[(mel * MelSpectrogram.Bins) + k])));
        });
        var floor = result.Max() - 8;
        return [.. result.Select(value => (Math.Max(value, floor) + 4) / 4)];
    }

    private static double[] Power(float[] clip, int frame)
    {
        var window = Circle.Select((turn, n) => (0.5 - (0.5 * turn.Real)) * SampleAt(clip, (frame * Hop) + n - (Window / 2))).ToArray();
        return [.. Enumerable.Range(0, MelSpectrogram.Bins).Select(k =>
        {
            var sum = Complex.Zero;
            for (var n = 0; n < Window; n++)
                sum += window[n] * Circle[k * n % Window];
            return (sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary);
        })];
    }

    /// <summary>Mirrored at the beginning, silent where there is nothing.</summary>
    private static double SampleAt(float[] clip, int n) => Math.Abs(n) < clip.Length ? clip[Math.Abs(n)] : 0;
}
