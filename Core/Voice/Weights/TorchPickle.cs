using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VoicePrep.Voice.Weights;

/// <summary>
/// Unpickles what <c>torch.save</c> writes for a dictionary of tensors (protocol 2), and nothing else. A pickle is a program. This
/// interpreter knows only the instructions that build plain values, and never calls anything that the file names: the three names in
/// <see cref="Call"/> stand for values of our own, and every other is refused.
/// </summary>
/// <remarks>Instructions and layout: Python's <c>pickletools</c>, PyTorch's <c>torch/_utils.py</c> and <c>serialization.py</c>.</remarks>
internal ref struct TorchPickle
{
    /// <summary>OpenVoice's whole checkpoint is 70 KB of pickle; one with its optimizer's state under 1 MB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Values that one pickle may build, which limits the memory that it can ask for to about 16 MB.</summary>
    private const int MaxValues = 1 << 17;

    private const int MaxAxes = 8;

    private static readonly object Mark = new();

    private readonly ReadOnlySpan<byte> pickle;
    private readonly List<object?> stack = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int position;
    private int values;

    private TorchPickle(ReadOnlySpan<byte> pickle) => this.pickle = pickle;

    /// <summary>The pickle's value: dictionaries, lists, arrays (tuples), strings, numbers, null, <see cref="StoredTensor"/>s.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds anything but those.</exception>
    public static object? Read(ReadOnlySpan<byte> pickle) => new TorchPickle(pickle).Run();

    private object? Run()
    {
        while (true)
        {
            var at = position;
            switch ((char)NextByte())
            {
                case '\x80': Expect(NextByte() == 2, "is not of protocol 2, which torch.save writes"); break;
                case '.': return Pop();
                case '(': Push(Mark); break;
                case 'N': Push(null); break;
                case '\x88': Push(true); break;
                case '\x89': Push(false); break;
                case 'K': Push((long)NextByte()); break;
                case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Next(2))); break;
                case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Next(4))); break;
                case '\x8a': Push(NextLong()); break;
                case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Next(8))); break;
                case 'X': Push(NextText(BinaryPrimitives.ReadUInt32LittleEndian(Next(4)))); break;
                case '}': Push(new Dictionary<object, object?>()); break;
                case ']': Push(new List<object?>()); break;
                case ')': Push(Array.Empty<object?>()); break;
                case '\x85': PushTuple(1); break;
                case '\x86': PushTuple(2); break;
                case '\x87': PushTuple(3); break;
                case 't': Push(PopToMark()); break;
                case 's': Set([Pop(), Pop()], swapped: true); break;
                case 'u': Set(PopToMark(), swapped: false); break;
                case 'a': Append([Pop()]); break;
                case 'e': Append(PopToMark()); break;
                case 'q': Remember(NextByte()); break;
                case 'r': Remember(BinaryPrimitives.ReadUInt32LittleEndian(Next(4))); break;
                case 'h': Recall(NextByte()); break;
                case 'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Next(4))); break;
                case 'c': Push(new GlobalName(NextLine() + " " + NextLine())); break;
                case 'Q': Push(Storage(Pop())); break;
                case 'R': Push(Call(argument: Pop(), function: Pop())); break;
                case 'b':
                    Pop();
                    Expect(Peek() is Dictionary<object, object?>, "sets attributes of something that is not a dictionary");
                    break;
                default: throw Refuse($"has the instruction 0x{pickle[at]:x2} at byte {at}, which no dictionary of tensors needs");
            }
        }
    }

    private static object? Call(object? argument, object? function) => (function, argument) switch
    {
        (GlobalName { Name: "collections OrderedDict" }, object?[] { Length: 0 }) => new Dictionary<object, object?>(),
        (GlobalName { Name: "torch._utils _rebuild_tensor_v2" }, object?[] { Length: >= 6 } a) => Tensor(a),
        (GlobalName { Name: "torch._utils _rebuild_parameter" }, object?[] { Length: 3 } a) when a[0] is StoredTensor tensor => tensor,
        (GlobalName { Name: var name }, _) => throw Refuse($"calls '{Printable(name)}'; only tensors are read from a checkpoint"),
        _ => throw Refuse("calls something that is not a function"),
    };

    private static StoredTensor Tensor(object?[] arguments) =>
        arguments is [TensorStorage storage, long offset, object?[] shape, object?[] strides, ..]
            && offset >= 0
            && shape.Length <= MaxAxes
            && shape.Length == strides.Length
            ? new StoredTensor(storage, offset, Sizes(shape), Sizes(strides))
            : throw Refuse("describes a tensor in a way that PyTorch does not");

    private static TensorStorage Storage(object? id) =>
        id is object?[] and ["storage", GlobalName { Name: var type }, string key, string, long count]
            && count >= 0
            && type.StartsWith("torch ", StringComparison.Ordinal)
            && type.EndsWith("Storage", StringComparison.Ordinal)
            ? new TensorStorage(key, type[6..], count)
            : throw Refuse("refers to something outside that is not a tensor's storage");

    private static long[] Sizes(object?[] sizes) =>
        [
            .. sizes.Select(size =>
                size is long and >= 0 ? (long)size : throw Refuse("has a tensor with a size that is not a number of elements")),
        ];

    private readonly void Set(ReadOnlySpan<object?> pairs, bool swapped)
    {
        if (Peek() is not Dictionary<object, object?> dictionary || pairs.Length % 2 != 0)
            throw Refuse("sets items of something that is not a dictionary");
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var (key, value) = swapped ? (pairs[i + 1], pairs[i]) : (pairs[i], pairs[i + 1]);
            // Larger numbers are never keys, and could be chosen to collide.
            Expect(key is string or >= 0L and < MaxValues, "has a dictionary key that is not a name or an index");
            dictionary[key!] = value;
        }
    }

    private readonly void Append(ReadOnlySpan<object?> items)
    {
        if (Peek() is not List<object?> list)
            throw Refuse("appends to something that is not a list");
        list.AddRange(items);
    }

    private void Remember(uint index)
    {
        Expect(index < MaxValues, "stores more values than it may build");
        Count();
        memo[index] = Peek();
    }

    private void Recall(uint index) =>
        Push(memo.TryGetValue(index, out var value) ? value : throw Refuse("recalls a value that it never stored"));

    private void Push(object? value)
    {
        Count();
        stack.Add(value);
    }

    private void PushTuple(int length)
    {
        Expect(stack.Count >= length, "takes more values than there are");
        var items = stack[^length..].ToArray();
        stack.RemoveRange(stack.Count - length, length);
        Push(items);
    }

    private readonly object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        Expect(mark >= 0, "ends a group that it never began");
        var items = CollectionsMarshal.AsSpan(stack)[(mark + 1)..].ToArray();
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private readonly object? Peek() => stack.Count > 0 ? stack[^1] : throw Refuse("takes more values than there are");

    private readonly object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private void Count() => Expect(++values <= MaxValues, $"builds more than {MaxValues} values");

    private byte NextByte() => Next(1)[0];

    private ReadOnlySpan<byte> Next(uint count)
    {
        Expect(count <= (uint)(pickle.Length - position), "ends too early");
        var bytes = pickle.Slice(position, (int)count);
        position += (int)count;
        return bytes;
    }

    private long NextLong()
    {
        var bytes = Next(NextByte());
        Expect(bytes.Length <= 8, "has a number that is too large");
        var value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    private string NextText(uint length) => Encoding.UTF8.GetString(Next(length));

    private string NextLine()
    {
        var length = pickle[position..].IndexOf((byte)'\n');
        Expect(length is >= 0 and < 256, "has a name without an end");
        var line = NextText((uint)length);
        position++;
        return line;
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition) throw Refuse(otherwise);
    }

    private static InvalidDataException Refuse(string reason) => new($"The checkpoint's pickle {reason}.");

    private static string Printable(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c));

    private sealed record GlobalName(string Name);
}

/// <summary>One run of numbers in the archive; several tensors may share it.</summary>
internal sealed record TensorStorage(string Key, string Type, long Count);

/// <summary>Where a tensor's numbers are: offset and strides count elements of the storage.</summary>
internal sealed record StoredTensor(TensorStorage Storage, long Offset, long[] Shape, long[] Strides);
