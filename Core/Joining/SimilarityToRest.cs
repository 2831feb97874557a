using VoicePrep.Voice;

namespace VoicePrep.Joining;

/// <summary>How similar each of several recordings is to the others, and which of them have another speaker.</summary>
public static class SimilarityToRest
{
    /// <summary>The fewest recordings among which one can be called another speaker; if two differ, either may be the right one.</summary>
    private const int LeastToTell = 3;

    /// <summary>
    /// Compares each recording with all the others together. As long as any is below the limit, the least similar one is left out and the
    /// rest is compared again, so that it does not count against those that belong.
    /// </summary>
    /// <returns>
    /// For each recording, in the same order, the cosine between its embedding and that of the others that belong (null if there are
    /// none), and whether it belongs.
    /// </returns>
    public static IReadOnlyList<(double? Similarity, bool Belongs)> Of(IReadOnlyList<JoinedEmbedding> recordings, double minSimilarity)
    {
        List<JoinedEmbedding> belonging = [.. recordings];
        while (belonging.Count >= LeastToTell
            && belonging.MinBy(Similarity) is { } least && Similarity(least) < minSimilarity)
        {
            belonging.Remove(least);
        }

        return
        [
            .. recordings.Select(recording => (Similarity(recording), belonging.Contains(recording, ReferenceEqualityComparer.Instance))),
        ];

        double? Similarity(JoinedEmbedding recording)
        {
            JoinedEmbedding[] rest = [.. belonging.Where(other => !ReferenceEquals(other, recording))];
            return rest.Length == 0 ? null : VoiceSimilarity.Cosine(recording.Values, JoinedEmbedding.Of(rest).Values);
        }
    }
}
