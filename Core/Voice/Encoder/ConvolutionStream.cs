namespace VoicePrep.Voice.Encoder;

/// <summary>
/// A convolution over a stream of rows: keeps the last three input rows and computes an output row after every two. So the memory of the
/// whole encoder does not grow with the audio, and stays in the processor's cache.
/// </summary>
internal sealed class ConvolutionStream(Convolution layer)
{
    private readonly float[][] rows = [new float[layer.PaddedInput], new float[layer.PaddedInput], new float[layer.PaddedInput]];
    private readonly float[] zeros = new float[layer.PaddedInput];
    private int count;

    /// <summary>Where to write the next input row, without its zero positions, before calling <see cref="Advance"/>.</summary>
    public Span<float> Next => rows[count % 3].AsSpan(layer.InputChannels, layer.InputBins * layer.InputChannels);

    /// <summary>Takes the row in <see cref="Next"/>; true if it completed an output row, written to <paramref name="output"/>.</summary>
    public bool Advance(Span<float> output)
    {
        count++;
        if (count % 2 != 0) return false;
        layer.Run(count > 2 ? rows[(count - 3) % 3] : zeros, rows[(count - 2) % 3], rows[(count - 1) % 3], output);
        return true;
    }

    /// <summary>Ends the stream; true if that completed a last output row.</summary>
    public bool Finish(Span<float> output)
    {
        if (count % 2 == 0) return false;
        layer.Run(count > 1 ? rows[(count - 2) % 3] : zeros, rows[(count - 1) % 3], zeros, output);
        return true;
    }

    /// <summary>Prepares for another recording.</summary>
    public void Reset() => count = 0;
}
