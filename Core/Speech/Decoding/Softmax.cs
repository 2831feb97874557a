using System.Numerics.Tensors;

namespace VoicePrep.Speech.Decoding;

internal static class Softmax
{
    /// <summary>Probabilities of <paramref name="logits"/>, as a new array.</summary>
    public static float[] Of(ReadOnlySpan<float> logits)
    {
        var probabilities = new float[logits.Length];
        // A shift by the maximum keeps exp() in range.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);
        return probabilities;
    }
}
