using System.Collections.Concurrent;
using System.Numerics.Tensors;
using VoicePrep.Voice.Weights;

namespace VoicePrep.Voice.Encoder;

/// <summary>
/// OpenVoice V2's reference encoder: turns audio into the 256 numbers of its tone colour. The weights are shared and read-only; each call
/// has working memory of its own (about half a megabyte, reused by later calls), so any number of calls may run at once.
/// </summary>
/// <remarks>
/// The network is that of OpenVoice's <c>openvoice/models.py</c> (ReferenceEncoder); each layer's rows are computed as soon as their input
/// is available.
/// </remarks>
internal sealed class ReferenceEncoder
{
    private readonly float[] scale;
    private readonly float[] shift;
    private readonly Convolution[] layers;
    private readonly GatedUnit unit;
    private readonly float[] projection;
    private readonly float[] projectionBias;
    private readonly ConcurrentBag<Workspace> workspaces = [];

    /// <param name="weights">The tensors of <see cref="EncoderTensors.Shapes"/>.</param>
    public ReferenceEncoder(IReadOnlyList<NamedTensor> weights)
    {
        var tensors = weights.ToDictionary(tensor =>
            tensor.Name[EncoderTensors.Prefix.Length..], tensor => tensor.Values, StringComparer.Ordinal);
        (scale, shift) = (tensors["layernorm.weight"], tensors["layernorm.bias"]);
        layers = new Convolution[EncoderTensors.Channels.Length - 1];
        for (int i = 0, bins = Spectrogram.Bins; i < layers.Length; bins = layers[i++].OutputBins)
            layers[i] = new(
                bins,
                EncoderTensors.Channels[i],
                Weigh(tensors[$"convs.{i}.weight_v"], tensors[$"convs.{i}.weight_g"]),
                tensors[$"convs.{i}.bias"]);
        unit = new(
            ByFrequency(tensors["gru.weight_ih_l0"]), tensors["gru.weight_hh_l0"], tensors["gru.bias_ih_l0"], tensors["gru.bias_hh_l0"]);
        (projection, projectionBias) = (tensors["proj.weight"], tensors["proj.bias"]);
    }

    /// <summary>The embedding of one piece of audio.</summary>
    /// <param name="samples">22.05 kHz mono, full scale 1; at least <see cref="Spectrogram.MinSamples"/>.</param>
    /// <param name="embedding">[256] the result.</param>
    public void Embed(ReadOnlySpan<float> samples, Span<float> embedding, CancellationToken cancellationToken)
    {
        if (samples.Length < Spectrogram.MinSamples)
            throw new ArgumentException(
                $"A piece of {samples.Length} samples is too short; it takes {Spectrogram.MinSamples}.", nameof(samples));
        var work = workspaces.TryTake(out var kept) ? kept : new Workspace(layers);
        try
        {
            var count = Spectrogram.CountFrames(samples.Length);
            for (var first = 0; first < count; first += Spectrogram.FramesAtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work.Spectrogram.Transform(samples, first, scale, shift, work.Frames);
                for (var frame = 0; frame < Math.Min(Spectrogram.FramesAtOnce, count - first); frame++)
                {
                    work.Frames.AsSpan(frame * Spectrogram.Bins, Spectrogram.Bins).CopyTo(work.Streams[0].Next);
                    Advance(work, 0);
                }
            }

            for (var layer = 0; layer < layers.Length; layer++)
                if (work.Streams[layer].Finish(Output(work, layer))) Advance(work, layer + 1);
            GatedUnit.Linear(projection, projectionBias, work.Hidden, embedding);
        }
        finally
        {
            work.Reset();
            workspaces.Add(work);
        }
    }

    /// <summary>Processes the row that was written for a layer, and the resulting rows in the layers after it.</summary>
    private void Advance(Workspace work, int layer)
    {
        for (; layer < layers.Length; layer++)
            if (!work.Streams[layer].Advance(Output(work, layer))) return;
        unit.Step(work.Features, work.Hidden);
    }

    private Span<float> Output(Workspace work, int layer) => layer + 1 < layers.Length ? work.Streams[layer + 1].Next : work.Features;

    /// <summary>Undoes weight normalisation: g * v / |v|, with the norm over all but the first axis.</summary>
    private static float[] Weigh(float[] v, float[] g)
    {
        var each = v.Length / g.Length;
        for (var output = 0; output < g.Length; output++)
        {
            var weights = v.AsSpan(output * each, each);
            TensorPrimitives.Multiply(weights, g[output] / TensorPrimitives.Norm<float>(weights), weights);
        }

        return v;
    }

    /// <summary>PyTorch orders the features channel by channel; our rows are frequency by frequency.</summary>
    private static float[] ByFrequency(float[] weights)
    {
        var (channels, bins) = (EncoderTensors.Channels[^1], GatedUnit.Inputs / EncoderTensors.Channels[^1]);
        var reordered = new float[weights.Length];
        for (var output = 0; output < weights.Length; output += GatedUnit.Inputs)
            for (var channel = 0; channel < channels; channel++)
                for (var bin = 0; bin < bins; bin++)
                    reordered[output + bin * channels + channel] = weights[output + channel * bins + bin];
        return reordered;
    }

    private sealed class Workspace(Convolution[] layers)
    {
        public Spectrogram Spectrogram { get; } = new();

        public float[] Frames { get; } = new float[Spectrogram.FramesAtOnce * Spectrogram.Bins];

        public ConvolutionStream[] Streams { get; } = [.. layers.Select(layer => new ConvolutionStream(layer))];

        public float[] Features { get; } = new float[GatedUnit.Inputs];

        public float[] Hidden { get; } = new float[GatedUnit.Hidden];

        /// <summary>Prepares for another piece.</summary>
        public void Reset()
        {
            Hidden.AsSpan().Clear();
            foreach (var stream in Streams) stream.Reset();
        }
    }
}
