using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Measures;
using VoicePrep.Benchmarks.Audio;
using VoicePrep.Signal;

namespace VoicePrep.Tests.Audio.Measures;

/// <summary>Speech that rises and falls by 40 dB, six times a second, between pauses; the noise under all of it is known.</summary>
public sealed class NoiseMeterTests
{
    private const int Rate = VoiceActivity.SampleRate;
    private const int Seconds = 12;
    private const double SpeechLevel = 0.1; // RMS

    private static readonly ClipWindow Window = new(0, Seconds, null, null);

    /// <summary>Two of every three seconds.</summary>
    private static readonly SpeechSpan[] Spans = [.. Enumerable.Range(0, Seconds / 3).Select(i => new SpeechSpan(3 * i, 3 * i + 2))];

    [Theory]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(10)]
    public void SignalToNoise_NoiseThroughout_IsMeasured(int db) => Assert.Equal(db, Measure(Speak(), db)!.Value, 1.5);

    [Fact]
    public void SignalToNoise_SyllablesThatWereMissed_AreNoNoise()
    {
        var missed = Enumerable.Range(0, Seconds / 3).Select(i => new SpeechSpan(3 * i + 2.3, 3 * i + 2.6)).ToArray();

        Assert.Equal(35, Measure(Speak(missed), 35)!.Value, 3.0);
    }

    [Fact]
    public void SignalToNoise_PausesFullOfMissedSpeech_SayNothing()
    {
        var missed = Enumerable.Range(0, Seconds / 3).Select(i => new SpeechSpan(3 * i + 2.05, 3 * i + 2.95)).ToArray();

        Assert.Null(Measure(Speak(missed), 60));
    }

    [Fact]
    public void SignalToNoise_BreathsInThePauses_AreNoNoise()
    {
        var samples = Speak();
        var breath = new Random(3);
        for (var start = 2.2; start < Seconds; start += 3)
            for (var n = (int)(start * Rate); n < (int)((start + 0.3) * Rate); n++)
                samples[n] += (float)((breath.NextDouble() - 0.5) * 0.04);

        Assert.Equal(45, Measure(samples, 45)!.Value, 3.0);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    public void SignalToNoise_NoiseGatedInThePauses_IsNotCalledClean(int db)
    {
        var samples = AddNoise(Speak(), db);
        Silence(samples);

        Assert.InRange(Measure(samples) ?? 0, 0, 24.9);
    }

    [Fact]
    public void SignalToNoise_DigitalSilenceBetweenCleanWords_IsGood()
    {
        var samples = AddNoise(Speak(), 45);
        Silence(samples);

        Assert.InRange(Measure(samples)!.Value, 25, 60);
    }

    [Fact]
    public void SignalToNoise_NoSpeech_SaysNothing() => Assert.Null(Measure(AddNoise(new float[Seconds * Rate], 20), []));

    private static double? Measure(float[] speech, double db) => Measure(AddNoise(speech, db));

    private static double? Measure(float[] samples, SpeechSpan[]? spans = null)
    {
        var (moments, spectrum) = (new MomentMeter(Rate), new SpectrumMeter(Rate));
        foreach (var block in samples.Chunk(Rate / Blocks.PerSecond))
        {
            moments.Add(block, block.Length);
            spectrum.Add(block, block.Length);
        }

        return NoiseMeter.SignalToNoise(new(samples, spans ?? Spans), moments, spectrum, Window);
    }

    private static float[] Speak(params SpeechSpan[] missed)
    {
        var samples = new float[Seconds * Rate];
        var random = new Random(1);
        foreach (var span in Spans.Concat(missed))
            for (var n = (int)(span.StartSeconds * Rate); n < (int)(span.EndSeconds * Rate); n++)
                samples[n] = (float)((random.NextDouble() - 0.5) * Math.Pow(10, Math.Sin(2 * Math.PI * 6 * n / Rate)));
        var power = Spans.Average(span =>
            samples[(int)(span.StartSeconds * Rate)..(int)(span.EndSeconds * Rate)].Average(sample => (double)sample * sample));
        return [.. samples.Select(sample => (float)(sample * SpeechLevel / Math.Sqrt(power)))];
    }

    private static float[] AddNoise(float[] samples, double db)
    {
        var amplitude = SpeechLevel * Math.Sqrt(3) * Math.Pow(10, -db / 20); // white noise of amplitude a has a mean square of a² / 3
        return [.. samples.Zip(Noises.White(samples.Length, new Random(2)), (sample, noise) => sample + (float)(amplitude * noise))];
    }

    private static void Silence(float[] samples)
    {
        for (var start = 2; start < Seconds; start += 3)
            samples.AsSpan((start * Rate)..((start + 1) * Rate)).Clear();
    }
}
