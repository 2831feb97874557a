using VoicePrep.Models;

namespace VoicePrep.Speech;

/// <summary>A named pair of model and compute type, with the memory it needs.</summary>
/// <param name="Name">Such as <c>base-float16</c>; a file outside the catalogue goes by its name.</param>
/// <param name="WeightsMegabytes">One copy of the weights. MiB.</param>
/// <param name="StatesMegabytes">All places over it. MiB.</param>
public sealed record ModelProfile(string Name, int WeightsMegabytes, int StatesMegabytes)
{
    private const double Mebi = 1024 * 1024;
    private const int KeyValuePadding = 256;

    public int TotalMegabytes => WeightsMegabytes + StatesMegabytes;

    internal static ModelProfile Of(WhisperOptions options, GgmlFile file)
    {
        var known = ModelCatalogue.Default.Find(options.Model) is not null || options.Model == ModelFiles.Demo;
        var name = known ? $"{options.Model}-{options.ComputeType}".ToLowerInvariant() : Path.GetFileNameWithoutExtension(file.Path);
        return new(name, (int)Math.Ceiling(file.Tensors.Sum(tensor => tensor.Bytes) / Mebi), (int)Math.Ceiling(options.BatchSize * StateBytes(file.Header) / Mebi));
    }

    /// <summary>Keys and values of both attentions in float16, padded as libwhisper pads them.</summary>
    private static double StateBytes(GgmlHeader header)
    {
        var self = 2.0 * 2 * header.TextLayers * Padded(header.TextContext) * header.TextState;
        var cross = 2.0 * 2 * header.TextLayers * Padded(header.AudioContext) * header.TextState;
        return self + cross;
    }

    private static int Padded(int count) => (count + KeyValuePadding - 1) / KeyValuePadding * KeyValuePadding;
}
