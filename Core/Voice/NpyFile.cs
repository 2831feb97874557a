using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace VoicePrep.Voice;

/// <summary>NumPy's file format, version 1.0, for arrays of float32: what <c>numpy.save</c> writes and <c>numpy.load</c> reads.</summary>
public static partial class NpyFile
{
    private const int PreambleBytes = 10;
    private const int Alignment = 64;
    private const int MaxValues = 1 << 24;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8, 1, 0];

    /// <summary>Writes an array in row-major order.</summary>
    /// <exception cref="ArgumentException">The shape has another number of values.</exception>
    public static void Write(Stream stream, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        if (Count(shape) != values.Length)
            throw new ArgumentException(
                $"The shape [{string.Join(", ", shape.ToArray())}] does not hold {values.Length} values.", nameof(shape));
        var sizes = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes}), }}";
        var length = (PreambleBytes + header.Length + 1 + Alignment - 1) / Alignment * Alignment - PreambleBytes;
        Span<byte> lengthBytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(lengthBytes, (ushort)length);
        stream.Write(Magic);
        stream.Write(lengthBytes);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + '\n'));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads an array of float32 in row-major order.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, or it is cut short.</exception>
    public static (float[] Values, int[] Shape) Read(Stream stream)
    {
        try
        {
            var preamble = new byte[PreambleBytes];
            stream.ReadExactly(preamble);
            if (!preamble.AsSpan().StartsWith(Magic))
                throw new InvalidDataException("This is not a .npy file of version 1.0.");
            var header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(preamble.AsSpan(Magic.Length))];
            stream.ReadExactly(header);
            var match = HeaderPattern().Match(Encoding.ASCII.GetString(header));
            if (!match.Success)
                throw new InvalidDataException("The .npy file is not an array of float32 in row-major order.");
            int[] shape = [.. match.Groups["size"].Captures.Select(size => int.Parse(size.ValueSpan))];
            var count = Count(shape);
            if (count > MaxValues || stream.CanSeek && count * sizeof(float) != stream.Length - stream.Position)
                throw new InvalidDataException($"The .npy file does not hold the {count} values of its header.");
            var values = new float[count];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return (values, shape);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The .npy file is cut short.", e);
        }
    }

    private static long Count(ReadOnlySpan<int> shape)
    {
        var count = 1L;
        foreach (var size in shape) count = Math.Min(count * size, int.MaxValue);
        return count;
    }

    [GeneratedRegex(
        @"^\{'descr': '<f4', 'fortran_order': False, 'shape': \((?:(?<size>[0-9]{1,9})(?:, |,)?)*\), ?\} *\n$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderPattern();
}
