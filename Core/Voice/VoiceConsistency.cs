namespace VoicePrep.Voice;

/// <summary>How alike the pieces of one window sound, as cosine similarities of their embeddings.</summary>
/// <param name="Mean">Over all pairs of pieces.</param>
/// <param name="Lowest">That of the least similar pair.</param>
/// <param name="BetweenGroups">The mean over the pairs across the two groups that the pieces fall into: low if two people speak, however
/// they share the time.</param>
/// <param name="Pieces">How many pieces were compared.</param>
public sealed record VoiceConsistency(double Mean, double Lowest, double BetweenGroups, int Pieces)
{
    /// <summary>Compares the embeddings of pieces with each other; null if there are fewer than two.</summary>
    public static VoiceConsistency? Of(IReadOnlyList<float[]> pieces)
    {
        if (pieces.Count < 2) return null;
        double[][] similarities = [.. pieces.Select(a => pieces.Select(b => VoiceSimilarity.Cosine(a, b)).ToArray())];
        double[] pairs = [.. similarities.SelectMany((row, i) => row.Take(i))];
        return new(pairs.Average(), pairs.Min(), BetweenTwoGroups(similarities), pieces.Count);
    }

    /// <summary>Clusters by average linkage: the two most similar groups are merged until two are left.</summary>
    private static double BetweenTwoGroups(double[][] similarities)
    {
        List<List<int>> groups = [.. similarities.Select((_, piece) => new List<int> { piece })];
        while (groups.Count > 2)
        {
            var (a, b) = groups.SelectMany((later, i) => groups.Take(i).Select(earlier => (earlier, later)))
                .MaxBy(pair => Between(pair.earlier, pair.later));
            a.AddRange(b);
            groups.Remove(b);
        }

        return Between(groups[0], groups[1]);

        double Between(List<int> a, List<int> b) => a.Average(x => b.Average(y => similarities[x][y]));
    }
}
