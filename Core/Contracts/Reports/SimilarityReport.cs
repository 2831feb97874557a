namespace VoicePrep.Contracts.Reports;

/// <summary>How alike two voices sound.</summary>
/// <param name="Similarity">Cosine of the two embeddings, -1 to 1.</param>
public sealed record SimilarityReport(string Id, string Other, double Similarity);
