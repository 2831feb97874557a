using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VoicePrep.Voice.Weights;

/// <summary>
/// The safetensors format: eight bytes with the header's length, a JSON header with each tensor's type, shape and place, then the numbers.
/// Read for float32 and float16, written for float32.
/// </summary>
internal sealed class SafetensorsFile : ITensorSource
{
    private const int MaxHeaderBytes = 1 << 20;

    private readonly Stream file;
    private readonly JsonDocument header;
    private readonly long dataStart;

    /// <param name="file">Seekable; it is closed with this.</param>
    public SafetensorsFile(Stream file)
    {
        this.file = file;
        try
        {
            Span<byte> length = stackalloc byte[8];
            file.ReadExactly(length);
            var headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
            if (headerBytes > MaxHeaderBytes || headerBytes > (ulong)(file.Length - 8))
                throw new InvalidDataException("The file is neither a checkpoint of torch.save nor a safetensors file.");
            var json = new byte[headerBytes];
            file.ReadExactly(json);
            header = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
            dataStart = 8 + (long)headerBytes;
        }
        catch (Exception e) when (e is JsonException or EndOfStreamException)
        {
            throw new InvalidDataException("The file is neither a checkpoint of torch.save nor a safetensors file.", e);
        }
    }

    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        var (type, begin, end) = Find(name, shape);
        var count = 1L;
        foreach (var size in shape) count *= size;
        var bytesEach = type switch
        {
            "F32" => 4,
            "F16" => 2,
            _ => throw new InvalidDataException($"The tensor '{name}' is kept as {type}; only F32 and F16 are read."),
        };
        if (begin < 0 || end - begin != count * bytesEach || end > file.Length - dataStart)
            throw new InvalidDataException($"The tensor '{name}' does not lie inside the file.");
        var values = new float[count];
        file.Position = dataStart + begin;
        if (bytesEach == 4)
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        var halves = new Half[count];
        file.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
        TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }

    public void Dispose()
    {
        header.Dispose();
        file.Dispose();
    }

    /// <summary>Writes tensors one after the other.</summary>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            long at = 0;
            writer.WriteStartObject();
            foreach (var (name, shape, values) in tensors)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", "F32");
                writer.WriteStartArray("shape");
                foreach (var size in shape) writer.WriteNumberValue(size);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(at);
                writer.WriteNumberValue(at += values.Length * 4L);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // The numbers begin at a multiple of eight; the format pads its header with spaces.
        while (json.Length % 8 != 0) json.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        stream.Write(length);
        json.WriteTo(stream);
        foreach (var (_, _, values) in tensors) stream.Write(MemoryMarshal.AsBytes<float>(values));
    }

    private (string? Type, long Begin, long End) Find(string name, ReadOnlySpan<int> shape)
    {
        try
        {
            if (!header.RootElement.TryGetProperty(name, out var tensor))
                throw new InvalidDataException($"The file has no tensor '{name}'.");
            var actual = tensor.GetProperty("shape").EnumerateArray().Take(shape.Length + 1).Select(size => size.GetInt64()).ToArray();
            if (!actual.SequenceEqual(shape.ToArray().Select(size => (long)size)))
                throw new InvalidDataException(
                    $"The tensor '{name}' has the shape [{string.Join(", ", actual)}], not [{string.Join(", ", shape.ToArray())}].");
            var offsets = tensor.GetProperty("data_offsets");
            return (tensor.GetProperty("dtype").GetString(), offsets[0].GetInt64(), offsets[1].GetInt64());
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The header's entry for the tensor '{name}' is not one of the safetensors format.", e);
        }
    }
}
