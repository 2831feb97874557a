using System.Text;

namespace VoicePrep.Models;

/// <summary>
/// A Whisper model in whisper.cpp's file format: magic, header, mel filters, vocabulary, tensors. Reading it loads no weights, and detects
/// a file that is cut short or is not a model.
/// </summary>
/// <param name="Vocabulary">The tokens' bytes.</param>
/// <param name="MelFilters">[mels, 201], row by row.</param>
public sealed record GgmlFile(
    string Path, GgmlHeader Header, float[] MelFilters, IReadOnlyList<byte[]> Vocabulary, IReadOnlyList<GgmlTensor> Tensors)
{
    private const int MelBins = 201;
    private const int MaxTokenBytes = 1024;
    private const int MaxNameBytes = 256;

    /// <summary>Reads everything but the weights, and checks that the weights are all there.</summary>
    /// <exception cref="ModelFileException">The file is missing, cut short, or not a Whisper model.</exception>
    public static GgmlFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var reader = new BinaryReader(stream);
            return Read(path, reader);
        }
        catch (EndOfStreamException e)
        {
            throw new ModelFileException(
                $"The model file {path} is cut short: it ends after {new FileInfo(path).Length:N0} bytes. Delete it and fetch it again.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The model file {path} cannot be read: {e.Message}", e);
        }
    }

    private static GgmlFile Read(string path, BinaryReader reader)
    {
        if (reader.BaseStream.Length < 4 || reader.ReadUInt32() != GgmlHeader.Magic)
            throw Wrong(
                path,
                "it does not begin with 'ggml'; files in other formats (GGUF, "
                    + "safetensors, .pt) must be converted with whisper.cpp's scripts");

        var header = GgmlHeader.Read(reader);
        CheckHeader(path, header);

        var mels = reader.ReadInt32();
        var bins = reader.ReadInt32();
        if (mels != header.Mels || bins != MelBins)
            throw Wrong(path, $"its mel filters are {mels} x {bins}");
        var filters = new float[mels * bins];
        for (var i = 0; i < filters.Length; i++)
            filters[i] = reader.ReadSingle();

        return new(path, header, filters, ReadVocabulary(path, reader, header), ReadTensors(path, reader, header));
    }

    private static void CheckHeader(string path, GgmlHeader header)
    {
        var sane =
            header is { Vocabulary: > 50_000 and < 60_000, AudioContext: > 0 and <= 4096, TextContext: > 0 and <= 4096, Mels: 80 or 128 }
            && header is { AudioLayers: > 0 and <= 64, TextLayers: > 0 and <= 64, AudioState: > 0 and <= 4096 }
            && header is { AudioHeads: > 0, TextHeads: > 0 }
            && header.TextState == header.AudioState
            && header.WeightType is 0 or 1 or 2 or 3 or 7 or 8 or 9;
        if (!sane)
            throw Wrong(path, $"its header makes no sense ({header})");
    }

    private static List<byte[]> ReadVocabulary(string path, BinaryReader reader, GgmlHeader header)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > header.Vocabulary)
            throw Wrong(path, $"it lists {count} tokens where its header says {header.Vocabulary}");
        List<byte[]> tokens = new(count);
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadInt32();
            if (length is < 0 or > MaxTokenBytes)
                throw Wrong(path, $"token {i} is {length} bytes long");
            tokens.Add(ReadBytes(reader, length));
        }
        return tokens;
    }

    private static List<GgmlTensor> ReadTensors(string path, BinaryReader reader, GgmlHeader header)
    {
        var stream = reader.BaseStream;
        List<GgmlTensor> tensors = new(header.TensorCount);
        while (stream.Position < stream.Length)
        {
            var dimensions = reader.ReadInt32();
            var nameLength = reader.ReadInt32();
            var type = (GgmlType)reader.ReadInt32();
            if (dimensions is < 1 or > 4 || nameLength is < 1 or > MaxNameBytes || !Enum.IsDefined(type))
                throw Wrong(path, $"what follows tensor {tensors.Count} is no tensor");
            var shape = new int[dimensions];
            for (var i = 0; i < dimensions; i++)
                shape[i] = reader.ReadInt32();
            var tensor = new GgmlTensor(Encoding.UTF8.GetString(ReadBytes(reader, nameLength)), shape, type, stream.Position);
            if (shape.Any(size => size is < 1 or > 1_000_000) || tensor.Bytes > stream.Length - stream.Position)
                throw new EndOfStreamException();
            stream.Seek(tensor.Bytes, SeekOrigin.Current);
            tensors.Add(tensor);
        }

        if (tensors.Count != header.TensorCount)
            throw new EndOfStreamException();
        return tensors;
    }

    private static byte[] ReadBytes(BinaryReader reader, int count)
    {
        var bytes = reader.ReadBytes(count);
        return bytes.Length == count ? bytes : throw new EndOfStreamException();
    }

    private static ModelFileException Wrong(string path, string why) =>
        new($"{path} is not a Whisper model in whisper.cpp's format: {why}.");
}
