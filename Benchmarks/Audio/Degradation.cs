using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>What can happen to good speech, made the same way every time.</summary>
/// <param name="Name">Stable.</param>
/// <param name="Change">What is done to the samples at their rate; null for nothing.</param>
/// <param name="Encode">FFmpeg's arguments for the output, after that.</param>
/// <param name="Extension">Of the file that comes out.</param>
/// <param name="RepeatedRate">Rate to which it is reduced first, by holding each sample until the next. Hz; null keeps the rate.</param>
internal sealed record Degradation(
    string Name, Func<float[], int, float[]>? Change, string[] Encode, string Extension = ".wav", int? RepeatedRate = null)
{
    /// <summary>Nothing is done to it.</summary>
    public const string None = "none";

    public static IReadOnlyList<Degradation> All { get; } =
    [
        new(None, null, []),
        new("reverberation 0.4 s", (x, rate) => Reverberate(x, rate, 0.4), []),
        new("reverberation 0.8 s", (x, rate) => Reverberate(x, rate, 0.8), []),
        new("clicks, 2 a second", (x, rate) => Click(x, rate, 2, 0.5), []),
        new("crackle, 30 a second", (x, rate) => Click(x, rate, 30, 0.1), []),
        new("dropouts of 8 ms, 2 a second", (x, rate) => DropOut(x, rate, 0.008, 0.5), []),
        new("dropouts of 20 ms, 1 a second, then mp3", (x, rate) => DropOut(x, rate, 0.02, 1), ["-b:a", "64k"], ".mp3"),
        new("gate at -30 dB", (x, rate) => Gate(x, rate, -30), []),
        new("gate at -40 dB", (x, rate) => Gate(x, rate, -40), []),
        new("clipping", (x, _) => Clip(x), []),
        new("clipping, then resampled", (x, _) => Clip(x), ["-ar", "44100"]),
        new("clipping, then high-passed", (x, _) => Clip(x), ["-af", "highpass=f=80"]),
        new("clipping, then mp3", (x, _) => Clip(x), ["-b:a", "64k"], ".mp3"),
        new("Opus, 12 kbit/s", null, ["-ar", "48000", "-b:a", "12k"], ".opus"),
        new("8 kHz, repeated to 44.1 kHz", null, [], RepeatedRate: 8000),
        new("music at -20 dB", (x, rate) => Mix(x, Music(x.Length, rate), -20), []),
        new("music at -30 dB", (x, rate) => Mix(x, Music(x.Length, rate), -30), []),
        new("noise at -30 dB", (x, _) => Mix(x, Noises.White(x.Length, new Random(1)), -30), []),
        new("noise at -20 dB", (x, _) => Mix(x, Noises.White(x.Length, new Random(1)), -20), []),
        new("noise at -10 dB", (x, _) => Mix(x, Noises.White(x.Length, new Random(1)), -10), []),
        new("bandwidth 8 kHz", null, ["-ar", "16000"]),
        new("bandwidth 5.5 kHz", null, ["-ar", "11025"]),
        new("bandwidth 4 kHz", null, ["-ar", "8000"]),
    ];

    private const int StretchedRate = 44_100;

    /// <summary>Makes the file for a recording, mono.</summary>
    /// <returns>Its path in <paramref name="folder"/>.</returns>
    public async Task<string> MakeAsync(WorkFolder folder, string recording, CancellationToken cancellationToken)
    {
        var (plain, raw) = (folder.File("plain.wav"), folder.File("changed.f32"));
        await BenchProgram.RunAsync(
            "ffmpeg",
            [
                "-y", "-v", "error", "-i", recording, "-ac", "1", "-c:a", "pcm_s16le",
                .. RepeatedRate is { } low ? (string[])["-af", $"aresample={low}"] : [], plain,
            ], cancellationToken);
        var (samples, rate) = WavFile.ReadMono(plain);
        var (changed, changedRate) = RepeatedRate is not null
            ? (Repeat(samples, rate, StretchedRate), StretchedRate)
            : (Change?.Invoke(samples, rate) ?? samples, rate);
        await File.WriteAllBytesAsync(raw, MemoryMarshal.AsBytes<float>(changed).ToArray(), cancellationToken);
        var made = folder.File("degraded" + Extension);
        await BenchProgram.RunAsync(
            "ffmpeg", ["-y", "-v", "error", "-f", "f32le", "-ar", $"{changedRate}", "-ac", "1", "-i", raw, .. Encode, made],
            cancellationToken);
        return made;
    }

    /// <summary>
    /// A room: the voice itself, and an echo of noise that falls by 60 dB in a time and has as much energy as the voice.
    /// </summary>
    private static float[] Reverberate(float[] samples, int rate, double seconds)
    {
        var random = new Random(1);
        var echo = new float[(int)(seconds * rate)];
        for (var n = rate / 200; n < echo.Length; n++)
            echo[n] = (float)((random.NextDouble() * 2 - 1) * Math.Pow(10, -3.0 * n / echo.Length));
        TensorPrimitives.Divide(echo, TensorPrimitives.Norm<float>(echo), echo);
        echo[0] = 1;
        var result = new float[samples.Length];
        for (var n = 0; n < echo.Length && n < result.Length; n++)
            TensorPrimitives.MultiplyAdd(samples.AsSpan(..^n), echo[n], result.AsSpan(n), result.AsSpan(n));
        return Scaled(result, TensorPrimitives.MaxMagnitude<float>(samples));
    }

    /// <param name="height">Of the highest click, in parts of the peak.</param>
    private static float[] Click(float[] samples, int rate, double perSecond, double height)
    {
        var random = new Random(1);
        var result = (float[])samples.Clone();
        var peak = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples));
        for (var count = (int)(perSecond * samples.Length / rate); count > 0; count--)
        {
            var (at, click) = (random.Next(samples.Length - 1), (float)(height * peak * (0.4 + 0.6 * random.NextDouble())));
            result[at] += random.Next(2) == 0 ? click : -click;
            result[at + 1] -= 0.5f * (result[at] - samples[at]);
        }

        return result;
    }

    private static float[] DropOut(float[] samples, int rate, double seconds, double everySeconds)
    {
        var result = (float[])samples.Clone();
        for (var start = everySeconds / 2; start * rate < result.Length; start += everySeconds)
            result.AsSpan((int)(start * rate)..Math.Min(result.Length, (int)((start + seconds) * rate))).Clear();
        return result;
    }

    /// <summary>Silence wherever the peak of 10 ms is under a limit. dB relative to the loudest.</summary>
    private static float[] Gate(float[] samples, int rate, double limitDb)
    {
        var result = (float[])samples.Clone();
        var limit = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples)) * Math.Pow(10, limitDb / 20);
        for (var start = 0; start < result.Length; start += rate / 100)
            if (result.AsSpan(start..Math.Min(result.Length, start + rate / 100)) is var part
                && Math.Abs(TensorPrimitives.MaxMagnitude<float>(part)) < limit)
                part.Clear();
        return result;
    }

    /// <summary>Cut off at a quarter of the peak.</summary>
    private static float[] Clip(float[] samples)
    {
        var limit = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples)) / 4;
        return [.. samples.Select(sample => Math.Clamp(sample, -limit, limit) * 3)];
    }

    /// <summary>Each sample stands until the next one.</summary>
    private static float[] Repeat(float[] samples, int rate, int newRate) =>
        [.. Enumerable.Range(0, (int)((long)samples.Length * newRate / rate)).Select(n => samples[(int)((long)n * rate / newRate)])];

    /// <summary>Broken chords of plucked strings, three notes a second.</summary>
    private static float[] Music(int length, int rate)
    {
        double[] notes = [220, 277.18, 329.63, 440, 246.94, 311.13, 369.99, 493.88, 196, 246.94, 293.66, 392];
        var music = new float[length];
        for (int start = 0, note = 0; start < length; start += rate / 3, note++)
            for (var n = start; n < Math.Min(length, start + rate); n++)
            {
                var (t, pitch) = ((double)(n - start) / rate, notes[note % notes.Length]);
                for (var harmonic = 1; harmonic <= 5; harmonic++)
                    music[n] += (float)(Math.Exp(-3 * t) * Math.Sin(2 * Math.PI * pitch * harmonic * t) / harmonic);
            }

        return music;
    }

    /// <param name="db">Of what is added, relative to all of the speech's power.</param>
    private static float[] Mix(float[] samples, float[] added, double db)
    {
        var gain = (float)(TensorPrimitives.Norm<float>(samples) / TensorPrimitives.Norm<float>(added) * Math.Pow(10, db / 20));
        var result = new float[samples.Length];
        TensorPrimitives.MultiplyAdd(added, gain, samples, result);
        return Scaled(result, TensorPrimitives.MaxMagnitude<float>(samples));
    }

    private static float[] Scaled(float[] samples, float peak)
    {
        TensorPrimitives.Multiply(samples, Math.Abs(peak / TensorPrimitives.MaxMagnitude<float>(samples)), samples);
        return samples;
    }
}
