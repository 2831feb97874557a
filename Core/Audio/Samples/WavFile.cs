using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoicePrep.Audio.Samples;

/// <summary>Reads the plain wave files that <see cref="AudioConverter"/> writes: one channel of 16-bit PCM.</summary>
public static class WavFile
{
    private const float FullScale = 32768;
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const ushort Pcm = 1;

    /// <summary>All samples, from -1 up to 1, and their rate in Hz.</summary>
    /// <exception cref="InvalidDataException">The file is not mono 16-bit PCM.</exception>
    public static (float[] Samples, int SampleRate) ReadMono(string path)
    {
        var file = File.ReadAllBytes(path).AsSpan();
        if (file.Length < HeaderLength || !file[..4].SequenceEqual("RIFF"u8) || !file[8..HeaderLength].SequenceEqual("WAVE"u8))
            throw new InvalidDataException($"{path} is not a wave file.");

        var sampleRate = 0;
        for (var rest = file[HeaderLength..]; rest.Length >= ChunkHeaderLength;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), (uint)(rest.Length - ChunkHeaderLength));
            var body = rest.Slice(ChunkHeaderLength, length);
            if (rest[..4].SequenceEqual("fmt "u8))
                sampleRate = ReadFormat(body, path);
            else if (rest[..4].SequenceEqual("data"u8) && sampleRate > 0)
                return (ToFloat(MemoryMarshal.Cast<byte, short>(body)), sampleRate);
            // Chunks are padded to an even length.
            rest = rest[Math.Min(rest.Length, ChunkHeaderLength + length + (length & 1))..];
        }

        throw new InvalidDataException($"{path} holds no audio.");
    }

    private static int ReadFormat(ReadOnlySpan<byte> format, string path)
    {
        if (format.Length < 16
            || BinaryPrimitives.ReadUInt16LittleEndian(format) != Pcm
            || BinaryPrimitives.ReadUInt16LittleEndian(format[2..]) != 1
            || BinaryPrimitives.ReadUInt16LittleEndian(format[14..]) != 16)
            throw new InvalidDataException($"{path} is not mono 16-bit PCM.");
        return BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
    }

    private static float[] ToFloat(ReadOnlySpan<short> samples)
    {
        var result = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++)
            result[i] = samples[i] / FullScale;
        return result;
    }
}
