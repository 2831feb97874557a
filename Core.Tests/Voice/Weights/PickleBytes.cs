using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VoicePrep.Tests.Voice.Weights;

/// <summary>Writes pickles of protocol 2 instruction by instruction, and the archive around them.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> bytes = [0x80, 2];

    public PickleBytes Op(char instruction)
    {
        bytes.Add((byte)instruction);
        return this;
    }

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Op('X').Number(utf8.Length);
        bytes.AddRange(utf8);
        return this;
    }

    public PickleBytes Int(int value) => Op('J').Number(value);

    public PickleBytes Global(string module, string name)
    {
        bytes.AddRange(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));
        return this;
    }

    /// <summary>A tensor over the storage <paramref name="key"/>, as torch.save writes it.</summary>
    public PickleBytes Tensor(string type, string key, int count, int offset, int[] shape, int[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Int(count).Op('t').Op('Q');
        Int(offset).Tuple(shape).Tuple(strides).Op('\x89').Global("collections", "OrderedDict").Op(')').Op('R');
        return Op('t').Op('R');
    }

    /// <summary>A checkpoint whose model is one tensor, <c>x</c>.</summary>
    public static byte[] Checkpoint(Action<PickleBytes> tensor)
    {
        var pickle = new PickleBytes().Op('}').Op('(').Text("model").Op('}').Op('(').Text("x");
        tensor(pickle);
        return pickle.Op('u').Op('u').Op('.').ToArray();
    }

    public byte[] ToArray() => [.. bytes];

    /// <summary>The archive of torch.save: entries without compression under one folder.</summary>
    public static MemoryStream Archive(byte[] pickle, params (string Name, byte[] Bytes)[] entries)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries.Prepend(("data.pkl", pickle)))
            {
                using var entry = archive.CreateEntry("test/" + name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        file.Position = 0;
        return file;
    }

    private PickleBytes Tuple(int[] values)
    {
        Op('(');
        foreach (var value in values) Int(value);
        return Op('t');
    }

    private PickleBytes Number(int value)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        bytes.AddRange(number);
        return this;
    }
}
