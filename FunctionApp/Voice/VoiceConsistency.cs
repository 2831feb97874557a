namespace VoicePrep.Voice;

/// <summary>How alike the pieces of one window sound, as cosine similarities of all their pairs.</summary>
/// <param name="Mean">The mean of the pairs.</param>
/// <param name="Lowest">The pair that is least alike.</param>
/// <param name="Pieces">How many pieces were compared.</param>
public sealed record VoiceConsistency(double Mean, double Lowest, int Pieces);
