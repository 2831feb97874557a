using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using VoicePrep.Models;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech;

/// <summary>
/// Converts a Whisper file to another compute type: float16 to float32, or to a quantised type by ggml's own routine, as whisper.cpp's
/// <c>quantize</c> does.
/// </summary>
internal static class GgmlConverter
{
    private const int Float32 = 0;
    private const int Float16 = 1;

    /// <summary>The format of a file of the catalogue, by whisper.cpp's naming.</summary>
    public static GgmlType TypeOf(CatalogueFile file) => file.ComputeType switch
    {
        ComputeType.Float32 => GgmlType.Float32,
        ComputeType.Float16 => GgmlType.Float16,
        ComputeType.Int8 => GgmlType.Q80,
        ComputeType.Int5 => file.Name.Contains("q5_0", StringComparison.Ordinal) ? GgmlType.Q50 : GgmlType.Q51,
        _ => throw new ArgumentOutOfRangeException(nameof(file), file.ComputeType, "no format of Whisper's files"),
    };

    /// <summary>Converts <paramref name="source"/>, float16 or float32; <paramref name="target"/> appears only when it is whole.</summary>
    /// <exception cref="ModelFileException">The source is no such file.</exception>
    public static void Convert(string source, string target, GgmlType type, CancellationToken cancellationToken)
    {
        if (type is not (GgmlType.Float32 or GgmlType.Float16))
            WhisperLibrary.Load(AppContext.BaseDirectory, new WhisperOptions { Device = WhisperDevice.Cpu });

        var file = GgmlFile.Read(source);
        if (file.Header.WeightType is not (Float32 or Float16))
            throw new ModelFileException($"{source} is quantised already; make other compute types from the float16 file.");

        var partial = target + ".partial";
        using (var input = File.OpenRead(source))
        using (var output = File.Create(partial))
        using (var writer = new BinaryWriter(output))
        {
            WriteHead(writer, file with { Header = file.Header with { WeightType = HeaderNumber(type) } });
            foreach (var tensor in file.Tensors)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var bytes = new byte[tensor.Bytes];
                input.Seek(tensor.Offset, SeekOrigin.Begin);
                input.ReadExactly(bytes);
                var converted = TargetType(tensor, type);
                WriteTensor(
                    writer,
                    tensor with { Type = converted },
                    converted == tensor.Type ? bytes : Pack(Unpack(bytes, tensor.Type), tensor, converted));
            }
        }
        File.Move(partial, target, overwrite: true);
    }

    /// <summary>Writes everything that comes before the tensors.</summary>
    public static void WriteHead(BinaryWriter writer, GgmlFile file)
    {
        writer.Write(GgmlHeader.Magic);
        file.Header.Write(writer);
        writer.Write(file.Header.Mels);
        writer.Write(file.MelFilters.Length / file.Header.Mels);
        writer.Write(MemoryMarshal.AsBytes(file.MelFilters.AsSpan()));
        writer.Write(file.Vocabulary.Count);
        foreach (var token in file.Vocabulary)
        {
            writer.Write(token.Length);
            writer.Write(token);
        }
    }

    /// <summary>Writes one tensor.</summary>
    /// <param name="bytes">Its data in the format that it states.</param>
    public static void WriteTensor(BinaryWriter writer, GgmlTensor tensor, ReadOnlySpan<byte> bytes)
    {
        var name = Encoding.UTF8.GetBytes(tensor.Name);
        writer.Write(tensor.Shape.Count);
        writer.Write(name.Length);
        writer.Write((int)tensor.Type);
        foreach (var size in tensor.Shape)
            writer.Write(size);
        writer.Write(name);
        writer.Write(bytes);
    }

    /// <summary>libwhisper needs biases, norms and positions in float32, and convolutions in some floating-point format.</summary>
    private static GgmlType TargetType(GgmlTensor tensor, GgmlType type)
    {
        var isMatrix = tensor.Shape.Count == 2
            && !tensor.Name.EndsWith("positional_embedding", StringComparison.Ordinal)
            && tensor.Shape[0] > 1;
        var isConvolution = tensor.Shape.Count == 3;
        return type switch
        {
            GgmlType.Float32 => GgmlType.Float32,
            GgmlType.Float16 => isMatrix || isConvolution ? GgmlType.Float16 : GgmlType.Float32,
            _ => isMatrix ? type : isConvolution ? GgmlType.Float16 : GgmlType.Float32,
        };
    }

    private static float[] Unpack(byte[] bytes, GgmlType type)
    {
        if (type == GgmlType.Float32)
            return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes.AsSpan());
        var numbers = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, numbers);
        return numbers;
    }

    private static byte[] Pack(float[] numbers, GgmlTensor tensor, GgmlType type)
    {
        var packed = new byte[type.BytesOf(numbers.Length)];
        switch (type)
        {
            case GgmlType.Float32:
                MemoryMarshal.AsBytes(numbers.AsSpan()).CopyTo(packed);
                break;
            case GgmlType.Float16:
                TensorPrimitives.ConvertToHalf(numbers, MemoryMarshal.Cast<byte, Half>(packed.AsSpan()));
                break;
            default:
                var columns = tensor.Shape[0];
                var written = GgmlApi.Quantize(type, numbers, packed, 0, numbers.Length / columns, columns, 0);
                if ((long)written != packed.Length)
                    throw new WhisperException($"ggml quantised {tensor.Name} to {written} bytes, not {packed.Length}.");
                break;
        }
        return packed;
    }

    /// <summary>ggml numbers the formats of files differently from those of tensors.</summary>
    private static int HeaderNumber(GgmlType type) => type switch
    {
        GgmlType.Float32 => Float32,
        GgmlType.Float16 => Float16,
        GgmlType.Q80 => 7,
        GgmlType.Q50 => 8,
        GgmlType.Q51 => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a format that is made here"),
    };
}
