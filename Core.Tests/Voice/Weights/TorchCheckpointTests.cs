using System.IO.Compression;
using System.Runtime.InteropServices;
using VoicePrep.Voice.Weights;

namespace VoicePrep.Tests.Voice.Weights;

public sealed class TorchCheckpointTests
{
    private static readonly byte[] SixFloats = MemoryMarshal.AsBytes<float>(new float[] { 0, 1, 2, 3, 4, 5 }).ToArray();

    [Fact]
    public void Read_TensorsThatShareAStorage_TransposedOneIsGatheredByItsStrides()
    {
        using var checkpoint = new TorchCheckpoint(File.OpenRead(ParityFiles.Checkpoint));
        var first = checkpoint.Read("enc_q.pre.weight", 16, 32);
        var transposed = checkpoint.Read("enc_q.proj.weight", 32, 64);
        for (var row = 0; row < 16; row++)
            for (var column = 0; column < 32; column++)
                Assert.Equal(first[row * 32 + column], transposed[column * 64 + row]);
    }

    [Fact]
    public void Read_HalfPrecisionTensor_IsWidened()
    {
        byte[] halves = MemoryMarshal.AsBytes<Half>(new[] { (Half)1.5f, (Half)(-0.25f) }).ToArray();
        using var checkpoint = Open(pickle => pickle.Tensor("HalfStorage", "0", 2, 0, [2], [1]), halves);
        Assert.Equal([1.5f, -0.25f], checkpoint.Read("x", 2));
    }

    [Fact]
    public void Read_ViewWithOffset_IsThatPartOfTheStorage()
    {
        using var checkpoint = Open(pickle => pickle.Tensor("FloatStorage", "0", 6, 1, [2, 2], [3, 1]), SixFloats);
        Assert.Equal([1, 2, 4, 5], checkpoint.Read("x", 2, 2));
    }

    [Theory]
    [InlineData("FloatStorage", 6, 3, new[] { 2, 2 }, new[] { 3, 1 }, "reaches beyond")]
    [InlineData("FloatStorage", 6, 0, new[] { 2, 2 }, new[] { int.MaxValue, int.MaxValue }, "reaches beyond")]
    [InlineData("FloatStorage", 7, 0, new[] { 2, 2 }, new[] { 2, 1 }, "not 7 numbers")]
    [InlineData("DoubleStorage", 3, 0, new[] { 2, 2 }, new[] { 0, 1 }, "only float32 and float16")]
    [InlineData("FloatStorage", 6, 0, new[] { 4 }, new[] { 1 }, "has the shape [4], not [2, 2]")]
    [InlineData("FloatStorage", 6, 0, new[] { int.MaxValue, int.MaxValue }, new[] { 0, 0 }, "not [2, 2]")]
    public void Read_TensorThatItsStorageCannotHold_IsRefusedWithTheReason(
        string type, int count, int offset, int[] shape, int[] strides, string reason)
    {
        using var checkpoint = Open(pickle => pickle.Tensor(type, "0", count, offset, shape, strides), SixFloats);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => checkpoint.Read("x", 2, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownName_IsRefusedWithTheName()
    {
        using var checkpoint = Open(pickle => pickle.Tensor("FloatStorage", "0", 6, 0, [6], [1]), SixFloats);
        Assert.Contains("'y'", Assert.Throws<InvalidDataException>(() => checkpoint.Read("y", 6)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FlippedBitInAStorage_IsRefusedByItsChecksum()
    {
        var file = File.ReadAllBytes(ParityFiles.Checkpoint);
        using var checkpoint = new TorchCheckpoint(new MemoryStream(file));
        file[3_010_000] ^= 1;
        Assert.Contains(
            "checksum",
            Assert.Throws<InvalidDataException>(() => checkpoint.Read("ref_enc.proj.weight", 256, 128)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CompressedArchive_IsRefused()
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("test/data.pkl", CompressionLevel.SmallestSize).Open())
            entry.Write(new byte[100_000]);
        Assert.Contains(
            "compressed", Assert.Throws<InvalidDataException>(() => new TorchCheckpoint(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BigEndianArchive_IsRefused()
    {
        var file = PickleBytes.Archive(PickleBytes.Checkpoint(pickle => pickle.Int(1)), ("byteorder", "big"u8.ToArray()));
        Assert.Contains(
            "big-endian", Assert.Throws<InvalidDataException>(() => new TorchCheckpoint(file)).Message, StringComparison.Ordinal);
    }

    private static TorchCheckpoint Open(Action<PickleBytes> tensor, byte[] storage) =>
        new(PickleBytes.Archive(PickleBytes.Checkpoint(tensor), ("data/0", storage)));
}
