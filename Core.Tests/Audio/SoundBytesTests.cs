using System.Buffers.Binary;
using System.Text;
using VoicePrep.Audio.Probing;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Audio;

public sealed class SoundBytesTests
{
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 8)]
    [InlineData(long.MinValue)]
    public void MissingShare_Mp4WithASizeThatNoFileHas_IsNotKnown(long size) =>
        Assert.Null(MissingShare([.. Box(16, "ftyp"), .. new byte[8], .. Box(1, "free"), .. BigEndian(size), .. new byte[64]]));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 8)]
    [InlineData(long.MinValue)]
    public void MissingShare_CafWithASizeThatNoFileHas_IsNotKnown(long size) =>
        Assert.Null(MissingShare([.. "caff"u8, .. new byte[4], .. "desc"u8, .. BigEndian(size), .. new byte[64]]));

    [Theory]
    [InlineData(64, 0)]
    [InlineData(128, 0.5)]
    public void MissingShare_CafOf64Bytes_IsWhatItLacksOfThoseItTells(long told, double expected) =>
        Assert.Equal(expected, MissingShare([.. "caff"u8, .. new byte[4], .. "data"u8, .. BigEndian(told), .. new byte[64]]));

    private static double? MissingShare(byte[] bytes)
    {
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, bytes);
        return SoundBytes.MissingShare(file.Path);
    }

    private static byte[] Box(uint size, string name)
    {
        var box = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(box, size);
        Encoding.ASCII.GetBytes(name, box.AsSpan(4));
        return box;
    }

    private static byte[] BigEndian(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
