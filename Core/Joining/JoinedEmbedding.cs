using System.Numerics.Tensors;

namespace VoicePrep.Joining;

/// <summary>The embedding of one recording, or of several together.</summary>
/// <param name="Values">[256], the mean over its pieces.</param>
/// <param name="Pieces">How many they are.</param>
public sealed record JoinedEmbedding(float[] Values, int Pieces)
{
    /// <summary>
    /// The mean over all pieces of all recordings. OpenVoice's <c>ToneColorConverter.extract_se</c> (openvoice/api.py) computes the same
    /// from the pieces of all files: an unweighted mean over the files it is given, whatever their lengths.
    /// </summary>
    public static JoinedEmbedding Of(IReadOnlyCollection<JoinedEmbedding> recordings)
    {
        var sum = new float[recordings.First().Values.Length];
        foreach (var recording in recordings) TensorPrimitives.MultiplyAdd(recording.Values, recording.Pieces, sum, sum);
        var pieces = recordings.Sum(recording => recording.Pieces);
        TensorPrimitives.Divide(sum, pieces, sum);
        return new(sum, pieces);
    }
}
