using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

public sealed class NpyFileTests
{
    [Fact]
    public void Write_Array_IsTheFileThatNumpySaves()
    {
        using var file = new MemoryStream();
        NpyFile.Write(file, [1.5f, -2], 1, 2, 1);
        var bytes = file.ToArray();
        Assert.Equal(
            [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 1), }"u8], bytes[..72]);
        Assert.Equal((byte)'\n', bytes[127]);
        Assert.Equal([0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0], bytes[128..]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, 3)]
    [InlineData(1, 6, 1)]
    public void Read_WrittenArray_IsTheSame(params int[] shape)
    {
        float[] values = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => i / 3f)];
        using var file = new MemoryStream();
        NpyFile.Write(file, values, shape);
        file.Position = 0;
        Assert.Equivalent((values, shape), NpyFile.Read(file));
    }

    [Fact]
    public void Write_ShapeOfAnotherSize_Throws() => Assert.Throws<ArgumentException>(() => NpyFile.Write(Stream.Null, [1, 2], 3));

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8, "not an array of float32")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", 4, "not an array of float32")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 4, "does not hold the 2 values")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999, 999999999), }", 4, "does not hold")]
    public void Read_OtherFile_IsRefusedWithTheReason(string header, int dataBytes, string reason)
    {
        byte[] text = [.. header.Select(c => (byte)c), (byte)'\n'];
        using var file = new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. new byte[dataBytes]]);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => NpyFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutFile_IsRefused()
    {
        using var file = new MemoryStream([0x93, .. "NUMPY"u8, 1, 0]);
        Assert.Throws<InvalidDataException>(() => NpyFile.Read(file));
    }
}
