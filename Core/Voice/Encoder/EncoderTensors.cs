using VoicePrep.Voice.Weights;

namespace VoicePrep.Voice.Encoder;

/// <summary>The tensors of OpenVoice V2's reference encoder: their names and shapes in the checkpoint.</summary>
internal static class EncoderTensors
{
    public const string Prefix = "ref_enc.";

    public static int[] Channels { get; } = [1, 32, 32, 64, 64, 128, 128];

    public static IReadOnlyList<(string Name, int[] Shape)> Shapes { get; } =
    [
        (Prefix + "layernorm.weight", [Spectrogram.Bins]),
        (Prefix + "layernorm.bias", [Spectrogram.Bins]),
        .. Enumerable.Range(0, Channels.Length - 1).SelectMany(layer => new (string, int[])[]
        {
            ($"{Prefix}convs.{layer}.bias", [Channels[layer + 1]]),
            ($"{Prefix}convs.{layer}.weight_g", [Channels[layer + 1], 1, 1, 1]),
            ($"{Prefix}convs.{layer}.weight_v", [Channels[layer + 1], Channels[layer], 3, 3]),
        }),
        (Prefix + "gru.weight_ih_l0", [3 * GatedUnit.Hidden, GatedUnit.Inputs]),
        (Prefix + "gru.weight_hh_l0", [3 * GatedUnit.Hidden, GatedUnit.Hidden]),
        (Prefix + "gru.bias_ih_l0", [3 * GatedUnit.Hidden]),
        (Prefix + "gru.bias_hh_l0", [3 * GatedUnit.Hidden]),
        (Prefix + "proj.weight", [VoiceEmbedding.Dimensions, GatedUnit.Hidden]),
        (Prefix + "proj.bias", [VoiceEmbedding.Dimensions]),
    ];

    /// <summary>Reads all of them, in the order of <see cref="Shapes"/>.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or damaged, or has a number that is not finite.</exception>
    public static IReadOnlyList<NamedTensor> Read(ITensorSource file) =>
    [
        .. Shapes.Select(tensor =>
        {
            var values = file.Read(tensor.Name, tensor.Shape);
            return values.All(float.IsFinite)
                ? new NamedTensor(tensor.Name, tensor.Shape, values)
                : throw new InvalidDataException($"The tensor '{tensor.Name}' has a number that is not finite.");
        }),
    ];
}
