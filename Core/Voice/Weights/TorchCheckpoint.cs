using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace VoicePrep.Voice.Weights;

/// <summary>
/// Reads tensors of a PyTorch checkpoint: the zip archive that <c>torch.save</c> writes, with the weights under <c>model</c>. Nothing in
/// it is executed (<see cref="TorchPickle"/>), and every size is checked against what the file holds before memory is allocated for it.
/// </summary>
internal sealed class TorchCheckpoint : ITensorSource
{
    private readonly ZipArchive archive;
    private readonly string folder;
    private readonly Dictionary<object, object?> model;
    private readonly Dictionary<string, byte[]> storages = [];
    private long bytesLeft;

    /// <param name="file">Seekable; it is closed with the checkpoint.</param>
    public TorchCheckpoint(Stream file)
    {
        archive = new ZipArchive(file, ZipArchiveMode.Read);
        bytesLeft = file.Length;
        try
        {
            var pickles = archive.Entries.Where(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal)).Take(2).ToArray();
            if (pickles.Length != 1)
                throw new InvalidDataException("The zip archive is not one that torch.save wrote: it has no data.pkl, or several.");
            folder = pickles[0].FullName[..^"data.pkl".Length];
            if (archive.GetEntry(folder + "byteorder") is { } order && !ReadAll(order, maxBytes: 16).AsSpan().SequenceEqual("little"u8))
                throw new InvalidDataException("The checkpoint was written on a big-endian machine.");
            model = TorchPickle.Read(ReadAll(pickles[0], TorchPickle.MaxBytes)) is Dictionary<object, object?> root
                && root.GetValueOrDefault("model") is Dictionary<object, object?> tensors
                ? tensors
                : throw new InvalidDataException("The checkpoint has no dictionary 'model'.");
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        if (model.GetValueOrDefault(name) is not StoredTensor tensor)
            throw new InvalidDataException($"The checkpoint has no tensor '{name}'.");
        if (!Matches(tensor.Shape, shape))
            throw new InvalidDataException(
                $"The tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}], not [{string.Join(", ", shape.ToArray())}].");
        var bytesEach = tensor.Storage.Type switch
        {
            "FloatStorage" => 4,
            "HalfStorage" => 2,
            var type => throw new InvalidDataException($"The tensor '{name}' is kept as {type}; only float32 and float16 are read."),
        };
        if (LastElement(tensor) is not { } last || last >= tensor.Storage.Count)
            throw new InvalidDataException($"The tensor '{name}' reaches beyond its storage of {tensor.Storage.Count} numbers.");
        var bytes = ReadStorage(tensor.Storage.Key);
        if (bytes.Length / bytesEach != tensor.Storage.Count || bytes.Length % bytesEach != 0)
            throw new InvalidDataException(
                $"The storage of the tensor '{name}' has {bytes.Length} bytes, not {tensor.Storage.Count} numbers of {bytesEach}.");
        return Gather(bytes, bytesEach, tensor);
    }

    public void Dispose() => archive.Dispose();

    private static bool Matches(long[] actual, ReadOnlySpan<int> wanted)
    {
        if (actual.Length != wanted.Length) return false;
        for (var i = 0; i < actual.Length; i++)
            if (actual[i] != wanted[i]) return false;
        return true;
    }

    /// <summary>Index of the tensor's last element in its storage; null if it is beyond any possible storage.</summary>
    private static long? LastElement(StoredTensor tensor)
    {
        var last = (Int128)tensor.Offset;
        for (var i = 0; i < tensor.Shape.Length; i++) last += (Int128)(tensor.Shape[i] - 1) * tensor.Strides[i];
        return last <= long.MaxValue ? (long)last : null;
    }

    /// <summary>The tensor's numbers, last axis fastest, whatever its strides are.</summary>
    private static float[] Gather(byte[] storage, int bytesEach, StoredTensor tensor)
    {
        var values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
        var index = new long[tensor.Shape.Length];
        var at = tensor.Offset;
        for (var i = 0; i < values.Length; i++)
        {
            var number = storage.AsSpan((int)at * bytesEach, bytesEach);
            values[i] = bytesEach == 4
                ? BinaryPrimitives.ReadSingleLittleEndian(number)
                : (float)BinaryPrimitives.ReadHalfLittleEndian(number);
            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                at += tensor.Strides[axis];
                if (++index[axis] < tensor.Shape[axis]) break;
                at -= tensor.Strides[axis] * tensor.Shape[axis];
                index[axis] = 0;
            }
        }

        return values;
    }

    private byte[] ReadStorage(string key)
    {
        if (storages.TryGetValue(key, out var bytes)) return bytes;
        var entry = archive.GetEntry(folder + "data/" + key) ?? throw new InvalidDataException($"The checkpoint has no storage '{key}'.");
        return storages[key] = ReadAll(entry, int.MaxValue);
    }

    /// <summary>Reads one entry. PyTorch stores without compression, so all entries together are no longer than the file.</summary>
    private byte[] ReadAll(ZipArchiveEntry entry, int maxBytes)
    {
        if (entry.CompressedLength != entry.Length || entry.Length > Math.Min(maxBytes, bytesLeft))
            throw new InvalidDataException(
                $"The checkpoint has an entry of {entry.Length} bytes that is compressed or too large; torch.save writes neither.");
        bytesLeft -= entry.Length;
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        if (Crc32.HashToUInt32(bytes) != entry.Crc32)
            throw new InvalidDataException("The checkpoint is damaged: a checksum does not match.");
        return bytes;
    }
}
