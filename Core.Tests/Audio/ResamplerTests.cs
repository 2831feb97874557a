using System.Globalization;
using System.Runtime.InteropServices;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Tests.Audio;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(44_100, SampleRates.Speech)]
    [InlineData(44_100, SampleRates.Reference)]
    [InlineData(48_000, SampleRates.Speech)]
    [InlineData(48_000, SampleRates.Reference)]
    [InlineData(22_050, SampleRates.Speech)]
    [InlineData(22_050, SampleRates.Reference)]
    [InlineData(16_000, SampleRates.Reference)]
    [InlineData(8_000, SampleRates.Speech)]
    [InlineData(192_000, SampleRates.Reference)]
    [InlineData(96_000, SampleRates.Speech)]
    [InlineData(44_101, SampleRates.Speech)] // more phases than there are taps for
    [InlineData(44_101, SampleRates.Reference)]
    [InlineData(47_999, SampleRates.Reference)]
    [InlineData(12_345, SampleRates.Speech)]
    [InlineData(4_001, SampleRates.Reference)]
    [InlineData(191_990, SampleRates.Speech)]
    public async Task Resample_Noise_IsWhatFfmpegMakes(int from, int to)
    {
        using var bench = new AudioWorkbench();
        string[] raw = ["-f", "s16le", "-ar", $"{from}", "-ac", "1"];
        var noise = await bench.MakeAsync(
            [
                "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"anoisesrc=r={from}:a=0.5:seed=7"), "-af",
                $"atrim=end_sample={2 * from + 1}", .. raw, "noise",
            ]);
        var expected = await bench.MakeAsync(
            [.. raw, "-i", noise, "-af", Resampling.To(to), "-c:a", "pcm_f32le", "-f", "f32le", "expected"]);
        var samples = MemoryMarshal.Cast<byte, short>(await File.ReadAllBytesAsync(noise))
            .ToArray()
            .Select(step => step / 32768f)
            .ToArray();

        var resampled = Resampler.Resample(samples, from, to);

        var theirs = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(expected)).ToArray();
        Assert.Equal(theirs, resampled);
    }

    [Fact]
    public async Task WriteMono24_AnySample_IsWhatFfmpegWrites()
    {
        using var bench = new AudioWorkbench();
        float[] samples = [0, 0.5f, -0.5f, 1, -1, 1e-7f, -1e-7f, 0.1234567f, -0.7654321f];
        await File.WriteAllBytesAsync(bench.File("raw"), MemoryMarshal.AsBytes<float>(samples).ToArray());
        var flac = await bench.MakeAsync(
            "-f", "f32le", "-ar", "44100", "-ac", "1", "-i", bench.File("raw"), "-c:a", "flac", "-sample_fmt", "s32",
            "-bits_per_raw_sample", "24", "raw.flac");
        var expected = await bench.MakeAsync("-i", flac, "-c:a", "pcm_f32le", "-f", "f32le", "expected");

        WavFile.WriteMono24(bench.File("written.wav"), samples, 44_100);

        Assert.Equal(
            MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(expected)).ToArray(),
            WavFile.ReadMono(bench.File("written.wav")).Samples);
    }
}
