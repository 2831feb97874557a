namespace VoicePrep.Models;

/// <summary>One tensor of a ggml file.</summary>
/// <param name="Shape">Sizes, the fastest running first.</param>
/// <param name="Offset">Where its data begins in the file.</param>
public sealed record GgmlTensor(string Name, IReadOnlyList<int> Shape, GgmlType Type, long Offset)
{
    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);

    public long Bytes => Type.BytesOf(Elements);
}

/// <summary>ggml's number of a tensor's format: Q40 is its <c>Q4_0</c>, and so on.</summary>
public enum GgmlType
{
    Float32 = 0,
    Float16 = 1,
    Q40 = 2,
    Q41 = 3,
    Q50 = 6,
    Q51 = 7,
    Q80 = 8,
}

internal static class GgmlTypes
{
    /// <summary>Numbers in one block of a quantised format.</summary>
    public const int Block = 32;

    public static long BytesOf(this GgmlType type, long elements) => type switch
    {
        GgmlType.Float32 => elements * 4,
        GgmlType.Float16 => elements * 2,
        GgmlType.Q40 => elements / Block * 18,
        GgmlType.Q41 => elements / Block * 20,
        GgmlType.Q50 => elements / Block * 22,
        GgmlType.Q51 => elements / Block * 24,
        GgmlType.Q80 => elements / Block * 34,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a format of Whisper's files"),
    };
}
