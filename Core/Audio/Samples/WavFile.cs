using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoicePrep.Audio.Samples;

/// <summary>Plain wave files: one channel of 16-bit or 24-bit PCM.</summary>
public static class WavFile
{
    private const float FullScale = 32768;
    private const double FullScale32 = 2147483648;
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const ushort Pcm = 1;

    /// <summary>All samples, from -1 up to 1, and their rate in Hz.</summary>
    /// <exception cref="InvalidDataException">The file is not mono PCM of 16 or 24 bit.</exception>
    public static (float[] Samples, int SampleRate) ReadMono(string path)
    {
        var file = File.ReadAllBytes(path).AsSpan();
        if (file.Length < HeaderLength || !file[..4].SequenceEqual("RIFF"u8) || !file[8..HeaderLength].SequenceEqual("WAVE"u8))
            throw new InvalidDataException($"{path} is not a wave file.");

        var (sampleRate, bits) = (0, 0);
        for (var rest = file[HeaderLength..]; rest.Length >= ChunkHeaderLength;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), (uint)(rest.Length - ChunkHeaderLength));
            var body = rest.Slice(ChunkHeaderLength, length);
            if (rest[..4].SequenceEqual("fmt "u8))
                (sampleRate, bits) = ReadFormat(body, path);
            else if (rest[..4].SequenceEqual("data"u8) && sampleRate > 0)
                return (bits == 24 ? ToFloat24(body) : ToFloat(MemoryMarshal.Cast<byte, short>(body)), sampleRate);
            // Chunks are padded to an even length.
            rest = rest[Math.Min(rest.Length, ChunkHeaderLength + length + (length & 1))..];
        }

        throw new InvalidDataException($"{path} holds no audio.");
    }

    /// <summary>Writes samples, full scale is 1, in 16 bit.</summary>
    /// <param name="areSteps">Whether the samples are steps of a finer scale, which are truncated as by FFmpeg; others are
    /// rounded.</param>
    public static void WriteMono16(string path, ReadOnlySpan<float> samples, int sampleRate, bool areSteps = false)
    {
        var body = new byte[samples.Length * sizeof(short)];
        var steps = MemoryMarshal.Cast<byte, short>(body.AsSpan());
        for (var i = 0; i < samples.Length; i++)
            steps[i] = (short)Math.Clamp(
                areSteps ? MathF.Floor(samples[i] * FullScale) : MathF.Round(samples[i] * FullScale), short.MinValue, short.MaxValue);
        Write(path, body, sampleRate, 16);
    }

    /// <summary>Writes samples, full scale is 1, in 24 bit; as FFmpeg does it, what is finer is cut off.</summary>
    public static void WriteMono24(string path, ReadOnlySpan<float> samples, int sampleRate)
    {
        var body = new byte[samples.Length * 3];
        for (var i = 0; i < samples.Length; i++)
        {
            var step = (int)Math.Clamp(Math.Round(samples[i] * FullScale32), int.MinValue, int.MaxValue);
            (body[3 * i], body[3 * i + 1], body[3 * i + 2]) = ((byte)(step >> 8), (byte)(step >> 16), (byte)(step >> 24));
        }

        Write(path, body, sampleRate, 24);
    }

    private static void Write(string path, ReadOnlySpan<byte> body, int sampleRate, ushort bits)
    {
        const int formatLength = 16;
        const int length = HeaderLength + ChunkHeaderLength + formatLength + ChunkHeaderLength;
        Span<byte> header = stackalloc byte[length];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], length - ChunkHeaderLength + body.Length + (body.Length & 1));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], formatLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRate * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)(bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], bits);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], body.Length);
        using var file = File.Create(path);
        file.Write(header);
        file.Write(body);
        if ((body.Length & 1) == 1)
            file.WriteByte(0);
    }

    private static (int SampleRate, int Bits) ReadFormat(ReadOnlySpan<byte> format, string path)
    {
        if (format.Length < 16
            || BinaryPrimitives.ReadUInt16LittleEndian(format) != Pcm
            || BinaryPrimitives.ReadUInt16LittleEndian(format[2..]) != 1
            || BinaryPrimitives.ReadUInt16LittleEndian(format[14..]) is not (16 or 24))
            throw new InvalidDataException($"{path} is not mono PCM of 16 or 24 bit.");
        return (BinaryPrimitives.ReadInt32LittleEndian(format[4..]), BinaryPrimitives.ReadUInt16LittleEndian(format[14..]));
    }

    private static float[] ToFloat(ReadOnlySpan<short> samples)
    {
        var result = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++)
            result[i] = samples[i] / FullScale;
        return result;
    }

    private static float[] ToFloat24(ReadOnlySpan<byte> samples)
    {
        var result = new float[samples.Length / 3];
        for (var i = 0; i < result.Length; i++)
            result[i] = (float)(((samples[3 * i] << 8) | (samples[3 * i + 1] << 16) | (samples[3 * i + 2] << 24)) / FullScale32);
        return result;
    }
}
