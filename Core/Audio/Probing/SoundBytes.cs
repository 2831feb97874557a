using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace VoicePrep.Audio.Probing;

/// <summary>
/// How many bytes the header of a WAV, Wave64, CAF, MP4 or Matroska file counts, and how many of them the file has. FFmpeg takes the
/// length of the first three from the file's size, so a truncated one looks whole, and that of the others from timestamps, which may have
/// gaps.
/// </summary>
internal static class SoundBytes
{
    private const int HeaderLength = 24; // of the longest chunk header
    private const int RiffStart = 12; // of the first chunk
    private const int MaxChunks = 64; // before the sound: tags, pictures, indices
    private const uint Streamed = 0x7fff_0000; // writers to a pipe leave all bits set, or about the largest number of 31
    private const uint Ebml = 0x1a45_dfa3;
    private const uint Segment = 0x1853_8067;

    /// <summary>The share of the sound's bytes that is missing, 0 to 1; null for other formats, or where no header counts them.</summary>
    public static double? MissingShare(string file)
    {
        using var stream = File.OpenRead(file);
        var head = Read(stream, 0);
        var sound =
            Text(head, 0) == "RIFF" && Text(head, 8) == "WAVE" ? Find(stream, RiffStart, "data", Riff)
            : Text(head, 0) == "riff" ? Find(stream, 40, "data", Wave64)
            : Text(head, 0) == "caff" ? Find(stream, 8, "data", Caf)
            : Text(head, 4) == "ftyp" ? Find(stream, 0, "mdat", Mp4)
            : Number(head) == Ebml ? FindSegment(stream, head)
            : null;
        return sound is { Size: > 0 } ? Math.Max(0, 1 - (stream.Length - sound.At) / (double)sound.Size) : null;
    }

    /// <summary>The format tag of a WAV file, such as 1 for PCM; null if it has none.</summary>
    public static int? FormatTag(string file)
    {
        using var stream = File.OpenRead(file);
        return Find(stream, RiffStart, "fmt ", Riff) is { } format
            ? BinaryPrimitives.ReadUInt16LittleEndian(Read(stream, format.At))
            : null;
    }

    /// <param name="measure">A chunk's name, the length of its header and of what it holds; 0 where that is open.</param>
    private static Chunk? Find(FileStream stream, long at, string wanted, Func<byte[], (string Name, int Header, long Size)> measure)
    {
        for (var i = 0; i < MaxChunks; i++)
        {
            var (name, header, size) = measure(Read(stream, at));
            at += header;
            if (name == wanted)
                return new(at, size);
            if (name == "moof" || size < 0 || size > stream.Length - at) // each fragment of a film counts only itself
                return null;
            at += size;
        }

        return null;
    }

    private static (string Name, int Header, long Size) Riff(byte[] bytes)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        var name = Text(bytes, 0);
        return (name, 8, name != "data" ? size + size % 2 : size < Streamed ? size : 0);
    }

    /// <summary>Names have 16 bytes, the first four as in WAV; sizes count the header, and chunks are padded to 8.</summary>
    private static (string Name, int Header, long Size) Wave64(byte[] bytes)
    {
        var size = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)) - 24;
        var name = Text(bytes, 0);
        return (name, 24, name != "data" ? size + (-size & 7) : Math.Max(0, size));
    }

    private static (string Name, int Header, long Size) Caf(byte[] bytes) =>
        (Text(bytes, 0), 12, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(4)));

    private static (string Name, int Header, long Size) Mp4(byte[] bytes) =>
        Number(bytes) is var size && size == 1
            ? (Text(bytes, 4), 16, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8)) - 16)
            : (Text(bytes, 4), 8, (long)size - 8);

    private static Chunk? FindSegment(FileStream stream, byte[] head)
    {
        var (header, size) = Matroska(head);
        var segment = Read(stream, header + size);
        return Number(segment) == Segment && Matroska(segment) is var (length, bytes) ? new(header + size + length, bytes) : null;
    }

    /// <summary>Lengths of an element's header, whose name has four bytes, and content; 0 if that is open. RFC 8794, section 6.</summary>
    private static (int Header, long Size) Matroska(byte[] bytes)
    {
        var length = BitOperations.LeadingZeroCount((uint)bytes[4] << 24) + 1;
        if (length > sizeof(long))
            return (HeaderLength, 0);
        var value = bytes[4] & (0xffL >> length);
        for (var i = 1; i < length; i++)
            value = value << 8 | bytes[4 + i];
        return (4 + length, value == (1L << 7 * length) - 1 ? 0 : value);
    }

    private static uint Number(byte[] bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static string Text(byte[] bytes, int at) => Encoding.Latin1.GetString(bytes, at, 4);

    /// <summary>Zeros after the file's end.</summary>
    private static byte[] Read(FileStream stream, long at)
    {
        var bytes = new byte[HeaderLength];
        stream.Position = at;
        _ = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes;
    }

    private sealed record Chunk(long At, long Size);
}
