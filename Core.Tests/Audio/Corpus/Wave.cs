using System.Buffers.Binary;
using System.Text;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>Wave files, right and wrong ones.</summary>
internal static class Wave
{
    public const ushort Pcm = 1;
    public const ushort Float = 3;

    /// <summary>A wave file around samples as they are. The sizes in its header can be made to lie.</summary>
    public static byte[] Bytes(
        ReadOnlySpan<byte> data,
        int rate = 16_000,
        int channels = 1,
        ushort format = Pcm,
        int bits = 16,
        uint? riffSize = null,
        uint? dataSize = null)
    {
        var file = new byte[44 + data.Length];
        var header = file.AsSpan();
        Encoding.ASCII.GetBytes("RIFF").CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], riffSize ?? (uint)(36 + data.Length));
        Encoding.ASCII.GetBytes("WAVEfmt ").CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], format);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], (ushort)bits);
        Encoding.ASCII.GetBytes("data").CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], dataSize ?? (uint)data.Length);
        data.CopyTo(header[44..]);
        return file;
    }

    /// <summary>The samples of a wave file whose header has the plain 44 bytes.</summary>
    public static byte[] Data(byte[] file)
    {
        var data = file.AsSpan().IndexOf("data"u8);
        return file[(data + 8)..];
    }

    public static byte[] Bytes(ReadOnlySpan<float> samples, int rate)
    {
        var data = new byte[samples.Length * sizeof(float)];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), samples[i]);
        return Bytes(data, rate, format: Float, bits: 32);
    }
}
