namespace VoicePrep.Models;

/// <summary>The sizes of a Whisper model, as its ggml file's header states them: eleven little-endian int32 after the magic.</summary>
/// <param name="WeightType">ggml's number of the weights' format: 0 float32, 1 float16, 7 q8_0, 8 q5_0, 9 q5_1.</param>
public sealed record GgmlHeader(
    int Vocabulary,
    int AudioContext,
    int AudioState,
    int AudioHeads,
    int AudioLayers,
    int TextContext,
    int TextState,
    int TextHeads,
    int TextLayers,
    int Mels,
    int WeightType)
{
    /// <summary>"ggml", the first four bytes of a file.</summary>
    public const uint Magic = 0x67676d6c;

    /// <summary>Tensors that a whole file holds.</summary>
    public int TensorCount => 11 + (15 * AudioLayers) + (24 * TextLayers);

    /// <summary>Files with fewer tokens than this are of the English-only models.</summary>
    public bool IsMultilingual => Vocabulary >= 51865;

    public static GgmlHeader Read(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        // Above 1000 the number carries the version of the quantisation.
        reader.ReadInt32() % 1000);

    public void Write(BinaryWriter writer)
    {
        ReadOnlySpan<int> numbers =
        [
            Vocabulary, AudioContext, AudioState, AudioHeads, AudioLayers, TextContext, TextState, TextHeads, TextLayers, Mels,
        ];
        foreach (var number in numbers)
            writer.Write(number);
        writer.Write(WeightType is 0 or 1 ? WeightType : WeightType + 2000);
    }
}
