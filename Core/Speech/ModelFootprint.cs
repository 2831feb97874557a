using VoicePrep.Models;

namespace VoicePrep.Speech;

/// <summary>The memory that a model profile, a named pair of model and compute type, needs on a GPU.</summary>
/// <param name="Name">Such as <c>base-float16</c>; a file outside the catalogue goes by its name.</param>
/// <param name="WeightsMebibytes">One copy of the weights. MiB.</param>
/// <param name="StatesMebibytes">All places over it. MiB.</param>
public sealed record ModelFootprint(string Name, int WeightsMebibytes, int StatesMebibytes)
{
    private const int Mebi = 1024 * 1024;
    private const int TextContext = 448;
    private const int AudioContext = 1500;
    private const int KeyValuePadding = 256;

    /// <summary>What CUDA's context and kernels need in addition to the model, on an H100. MiB.</summary>
    private const int DeviceMebibytes = 590;

    /// <summary>
    /// Buffers of one state of libwhisper 1.9.1: a part that is the same for every size (compute buffers, cuBLAS's workspace, ggml's
    /// pool), and one that grows with the width. Fitted to what the driver reported for base, small and large-v2 with 3 and 8 places
    /// (<c>bench/gpu.md</c>).
    /// </summary>
    private const double BufferBytes = 182.4e6;
    private const double BufferBytesPerWidth = 75.6e3;

    public int TotalMebibytes => WeightsMebibytes + StatesMebibytes + DeviceMebibytes;

    public long TotalBytes => (long)TotalMebibytes * Mebi;

    /// <summary>The footprint of a model of the catalogue.</summary>
    /// <param name="states">States over the weights: one per place, two with reduced contexts.</param>
    public static ModelFootprint Of(CatalogueModel model, ComputeType computeType, int states)
    {
        var bytes = model.File(computeType).Bytes ?? model.File(ComputeType.Float16).Bytes * RelativeSize(computeType) ?? 0;
        return new(
            NameOf(model.Name, computeType), Mebibytes(bytes), Mebibytes(states * StateBytes(model.Width ?? 0, model.TextLayers ?? 0)));
    }

    /// <summary>
    /// The footprint of the profile in the catalogue that is nearest to the configured one and needs at most
    /// <paramref name="limitMebibytes"/>; null if there is none.
    /// </summary>
    public static ModelFootprint? Nearest(WhisperOptions options, long limitMebibytes) =>
        ModelCatalogue.Default.Models
            .Where(entry =>
                entry.Kind == ModelKind.Whisper
                    && entry.Name.EndsWith(".en", StringComparison.Ordinal) == options.Model.EndsWith(".en", StringComparison.Ordinal))
            .SelectMany(
                entry => Enum.GetValues<ComputeType>(),
                (entry, type) => (entry.Name, Footprint: Of(entry, type, States(options, options.AskedPlaces ?? 1))))
            .Where(entry => entry.Footprint.TotalMebibytes <= limitMebibytes)
            .OrderByDescending(entry => entry.Name == options.Model)
            .ThenByDescending(entry => entry.Footprint.TotalMebibytes)
            .Select(entry => entry.Footprint)
            .FirstOrDefault();

    /// <summary>The footprint of a model file.</summary>
    internal static ModelFootprint Of(WhisperOptions options, GgmlFile file, int places)
    {
        var known = ModelCatalogue.Default.Find(options.Model) is not null || options.Model == ModelFiles.Demo;
        return new(
            known ? NameOf(options.Model, options.ComputeType) : Path.GetFileNameWithoutExtension(file.Path),
            Mebibytes(file.Tensors.Sum(tensor => tensor.Bytes)),
            Mebibytes(States(options, places) * StateBytes(file.Header.TextState, file.Header.TextLayers)));
    }

    private static int States(WhisperOptions options, int places) =>
        places * (options.AudioContext == Speech.AudioContext.Adaptive ? 2 : 1);

    /// <summary>
    /// Keys and values of the decoder's two attentions and of the encoder's, in float16 and padded as libwhisper pads them, and the
    /// compute buffers.
    /// </summary>
    private static double StateBytes(int width, int textLayers)
    {
        const int KeyAndValueBytes = 2 * 2;
        var positions = (textLayers * (Padded(TextContext) + Padded(AudioContext))) + Padded(AudioContext);
        return ((double)KeyAndValueBytes * positions * width) + BufferBytes + (BufferBytesPerWidth * width);
    }

    private static double RelativeSize(ComputeType computeType) => computeType switch
    {
        ComputeType.Float32 => 2,
        ComputeType.Int8 => 34 / 64.0,
        ComputeType.Int5 => 24 / 64.0,
        _ => 1,
    };

    private static string NameOf(string model, ComputeType computeType) => $"{model}-{computeType}".ToLowerInvariant();

    private static int Mebibytes(double bytes) => (int)Math.Ceiling(bytes / Mebi);

    private static int Padded(int count) => (count + KeyValuePadding - 1) / KeyValuePadding * KeyValuePadding;
}
