using VoicePrep.Audio.Verdicts;
using VoicePrep.Tests.Audio.Corpus;

namespace VoicePrep.Tests.Audio;

/// <summary>Voices that the voice activity model does not recognise as speech.</summary>
public sealed class UnrecognisedVoiceTests
{
    private const int Rate = 16_000;

    [Fact]
    public async Task ValidateAndTrim_Song_IsToldThatItIsNotRecognisedAndCanBeLetThrough()
    {
        using var bench = new AudioWorkbench();
        var song = await WriteAsync(bench, Sing());

        var rejection = await bench.RejectAsync(song);

        Assert.Equal(RejectionCodes.VoiceNotRecognised, rejection.Code);
        Assert.Contains("LUFS", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("at least 3 s", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("Clip__MinSpeechSeconds=0", rejection.Advice, StringComparison.Ordinal);
        await AssertLetThroughAsync(song);
    }

    [Fact]
    public async Task ValidateAndTrim_Whisper_CanBeLetThrough()
    {
        using var bench = new AudioWorkbench();
        var whisper = await WriteAsync(bench, Whisper());

        var rejection = await bench.RejectAsync(whisper);

        Assert.Equal(RejectionCodes.NotEnoughSpeech, rejection.Code);
        Assert.Contains("Clip__MinSpeechSeconds=0", rejection.Advice, StringComparison.Ordinal);
        await AssertLetThroughAsync(whisper);
    }

    [Theory]
    [InlineData("sine=f=220:d=8")]
    [InlineData("anoisesrc=d=8:c=white:a=0.3:seed=1")]
    [InlineData("anoisesrc=d=8:c=brown:a=0.5:seed=1")]
    [InlineData("aevalsrc='0.3*sin(2*PI*t*(220+110*mod(floor(t*2),4)))+0.1*sin(4*PI*t*(220+110*mod(floor(t*2),4)))':d=8")]
    public async Task ValidateAndTrim_NoVoice_IsNotCalledOne(string source)
    {
        using var bench = new AudioWorkbench();

        var rejection = await bench.RejectAsync(await bench.MakeAsync("-f", "lavfi", "-i", source, "sound.wav"));

        Assert.Equal(RejectionCodes.NotEnoughSpeech, rejection.Code);
    }

    private static async Task AssertLetThroughAsync(string file)
    {
        using var bench = new AudioWorkbench(clip => clip.MinSpeechSeconds = 0);

        var clip = await bench.AcceptAsync(file);
        var (_, reference) = bench.Convert();

        Assert.Null(clip.Speech);
        Assert.InRange(reference.Max(Math.Abs), 0.05, 1);
    }

    private static async Task<string> WriteAsync(AudioWorkbench bench, float[] samples)
    {
        await File.WriteAllBytesAsync(bench.File("voice.wav"), Wave.Bytes(samples, Rate));
        return bench.File("voice.wav");
    }

    /// <summary>A vowel held through a slow melody, with vibrato.</summary>
    private static float[] Sing()
    {
        var samples = new float[10 * Rate];
        var phase = 0.0;
        for (var n = 0; n < samples.Length; n++)
        {
            var t = (double)n / Rate;
            phase += 2 * Math.PI * 440 * Math.Pow(
                2, (Math.Sin(2 * Math.PI * t / 4) * 3 + 0.4 * Math.Sin(2 * Math.PI * 5.5 * t)) / 12) / Rate;
            for (var harmonic = 1; harmonic <= 6; harmonic++)
                samples[n] += (float)(0.2 * Math.Sin(harmonic * phase) / (harmonic * harmonic));
        }

        return samples;
    }

    /// <summary>Noise that opens and closes like syllables.</summary>
    private static float[] Whisper()
    {
        var samples = new float[10 * Rate];
        var random = new Random(1);
        for (var n = 0; n < samples.Length; n++)
            samples[n] = (float)((random.NextDouble() - 0.5) * 0.4 * Math.Pow(Math.Max(0, Math.Sin(2 * Math.PI * 3 * n / Rate)), 2));
        return samples;
    }
}
