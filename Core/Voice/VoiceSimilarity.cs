using System.Numerics.Tensors;

namespace VoicePrep.Voice;

/// <summary>How alike two voices are.</summary>
public static class VoiceSimilarity
{
    /// <summary>Cosine similarity of two embeddings of the same encoder, -1 to 1: 1 is the same direction, 0 nothing in common.</summary>
    /// <exception cref="ArgumentException">They differ in length, are empty, or one of them is all zeros or not finite.</exception>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var cosine = (double)TensorPrimitives.CosineSimilarity(a, b);
        return double.IsFinite(cosine)
            ? Math.Clamp(cosine, -1, 1)
            : throw new ArgumentException("An embedding that is all zeros or not finite has no direction.", nameof(b));
    }
}
