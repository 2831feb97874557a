using System.Runtime.InteropServices;
using System.Text;

namespace VoicePrep.Benchmarks;

/// <summary>Sound with the rhythm of speech: noise that swells and fades four times a second.</summary>
internal sealed record BenchClip(int Seconds, float[] Samples)
{
    private const int SampleRate = 16_000;
    private const int SyllablesPerSecond = 4;

    public static BenchClip Make(int seconds)
    {
        var random = new Random(seconds);
        var samples = new float[seconds * SampleRate];
        for (var i = 0; i < samples.Length; i++)
        {
            var level = MathF.Pow(MathF.Sin(MathF.PI * SyllablesPerSecond * i / SampleRate), 2);
            samples[i] = 0.3f * level * ((2 * random.NextSingle()) - 1);
        }
        return new(seconds, samples);
    }

    /// <summary>The clip as a wave file: mono, 16 kHz, 16 bit.</summary>
    public byte[] ToWave()
    {
        var pcm = Array.ConvertAll(Samples, sample => (short)(sample * short.MaxValue));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * pcm.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRate);
        writer.Write(2 * SampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * pcm.Length);
        writer.Write(MemoryMarshal.AsBytes(pcm.AsSpan()));
        return stream.ToArray();
    }
}
