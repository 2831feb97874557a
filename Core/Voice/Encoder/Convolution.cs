using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoicePrep.Voice.Encoder;

/// <summary>
/// One convolution of the encoder: 3x3, stride 2, padding 1, with bias and ReLU. It computes one row of output (one time step, [frequency,
/// channel]) from three rows of input. Rows have a zero position at both ends, so the three input positions of an output position are
/// adjacent in memory, and the whole is a matrix product over overlapping windows.
/// </summary>
internal sealed class Convolution
{
    /// <summary>Output positions per tile. With two vectors of channels each, sums, weights and input fit sixteen registers.</summary>
    private const int TileRows = 6;

    private readonly float[] packed;
    private readonly float[] bias;

    /// <param name="inputBins">Frequencies of an input row.</param>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="weights">[output channel, input channel, time, frequency], as PyTorch keeps them.</param>
    /// <param name="bias">[output channel]</param>
    public Convolution(int inputBins, int inputChannels, ReadOnlySpan<float> weights, float[] bias)
    {
        (InputBins, InputChannels, OutputBins, OutputChannels) = (inputBins, inputChannels, (inputBins + 1) / 2, bias.Length);
        this.bias = bias;
        packed = Pack(weights, inputChannels, bias.Length);
    }

    public int InputBins { get; }

    public int InputChannels { get; }

    public int OutputBins { get; }

    public int OutputChannels { get; }

    private static int BlockChannels => 2 * Vector<float>.Count;

    /// <summary>Length of an input row with its zero positions.</summary>
    public int PaddedInput => (InputBins + 2) * InputChannels;

    /// <summary>Computes one row.</summary>
    /// <param name="before">Padded input row 2u - 1, for the output row u.</param>
    /// <param name="at">Padded input row 2u.</param>
    /// <param name="after">Padded input row 2u + 1.</param>
    /// <param name="output">[frequency, channel]</param>
    public void Run(ReadOnlySpan<float> before, ReadOnlySpan<float> at, ReadOnlySpan<float> after, Span<float> output)
    {
        if (Math.Min(Math.Min(before.Length, at.Length), after.Length) < PaddedInput || output.Length < OutputBins * OutputChannels)
            throw new ArgumentException("A row is too short.", nameof(output));
        for (var channel = 0; channel < OutputChannels; channel += BlockChannels)
        {
            var weights = packed.AsSpan(channel * 9 * InputChannels);
            for (var bin = 0; bin < OutputBins; bin += TileRows)
                RunTile(before, at, after, weights, bias.AsSpan(channel), output[channel..], bin);
        }
    }

    /// <summary>
    /// Six output positions by two vectors of channels. Positions past the end are computed like the last, but not stored.
    /// </summary>
    private void RunTile(
        ReadOnlySpan<float> before,
        ReadOnlySpan<float> at,
        ReadOnlySpan<float> after,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        Span<float> output,
        int bin)
    {
        var count = Math.Min(TileRows, OutputBins - bin);
        var stride = 2 * InputChannels;
        var length = 3 * InputChannels;
        var start = bin * stride;
        // How far each position is from the first.
        nint to1 = Math.Min(1, count - 1) * stride, to2 = Math.Min(2, count - 1) * stride, to3 = Math.Min(3, count - 1) * stride;
        nint to4 = Math.Min(4, count - 1) * stride, to5 = Math.Min(5, count - 1) * stride;

        var low = new Vector<float>(bias);
        var high = new Vector<float>(bias[Vector<float>.Count..]);
        var (a0, a1, a2, a3, a4, a5) = (low, low, low, low, low, low);
        var (b0, b1, b2, b3, b4, b5) = (high, high, high, high, high, high);
        ref var w = ref MemoryMarshal.GetReference(weights);
        for (var row = 0; row < 3; row++)
        {
            ref var x0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(row == 0 ? before : row == 1 ? at : after), start);
            ref var x1 = ref Unsafe.Add(ref x0, to1);
            ref var x2 = ref Unsafe.Add(ref x0, to2);
            ref var x3 = ref Unsafe.Add(ref x0, to3);
            ref var x4 = ref Unsafe.Add(ref x0, to4);
            ref var x5 = ref Unsafe.Add(ref x0, to5);
            for (nint k = 0; k < length; k++)
            {
                var wa = Vector.LoadUnsafe(ref w);
                var wb = Vector.LoadUnsafe(ref w, (nuint)Vector<float>.Count);
                w = ref Unsafe.Add(ref w, 2 * Vector<float>.Count);
                var x = new Vector<float>(Unsafe.Add(ref x0, k));
                a0 = Vector.MultiplyAddEstimate(x, wa, a0);
                b0 = Vector.MultiplyAddEstimate(x, wb, b0);
                x = new Vector<float>(Unsafe.Add(ref x1, k));
                a1 = Vector.MultiplyAddEstimate(x, wa, a1);
                b1 = Vector.MultiplyAddEstimate(x, wb, b1);
                x = new Vector<float>(Unsafe.Add(ref x2, k));
                a2 = Vector.MultiplyAddEstimate(x, wa, a2);
                b2 = Vector.MultiplyAddEstimate(x, wb, b2);
                x = new Vector<float>(Unsafe.Add(ref x3, k));
                a3 = Vector.MultiplyAddEstimate(x, wa, a3);
                b3 = Vector.MultiplyAddEstimate(x, wb, b3);
                x = new Vector<float>(Unsafe.Add(ref x4, k));
                a4 = Vector.MultiplyAddEstimate(x, wa, a4);
                b4 = Vector.MultiplyAddEstimate(x, wb, b4);
                x = new Vector<float>(Unsafe.Add(ref x5, k));
                a5 = Vector.MultiplyAddEstimate(x, wa, a5);
                b5 = Vector.MultiplyAddEstimate(x, wb, b5);
            }
        }

        Store(a0, b0, output, bin);
        if (count > 1) Store(a1, b1, output, bin + 1);
        if (count > 2) Store(a2, b2, output, bin + 2);
        if (count > 3) Store(a3, b3, output, bin + 3);
        if (count > 4) Store(a4, b4, output, bin + 4);
        if (count > 5) Store(a5, b5, output, bin + 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector<float> low, Vector<float> high, Span<float> output, int bin)
    {
        var position = output[(bin * OutputChannels)..];
        Vector.Max(low, Vector<float>.Zero).CopyTo(position);
        Vector.Max(high, Vector<float>.Zero).CopyTo(position[Vector<float>.Count..]);
    }

    /// <summary>[block of channels, time, frequency, input channel, channel in the block]: the order in which the tiles read.</summary>
    private static float[] Pack(ReadOnlySpan<float> weights, int inputChannels, int outputChannels)
    {
        var ordered = new float[weights.Length];
        var at = 0;
        for (var block = 0; block < outputChannels; block += BlockChannels)
            for (var time = 0; time < 3; time++)
                for (var frequency = 0; frequency < 3; frequency++)
                    for (var input = 0; input < inputChannels; input++)
                        for (var output = block; output < block + BlockChannels; output++)
                            ordered[at++] = weights[((output * inputChannels + input) * 3 + time) * 3 + frequency];
        return ordered;
    }
}
