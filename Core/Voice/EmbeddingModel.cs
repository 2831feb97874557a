namespace VoicePrep.Voice;

/// <summary>The encoder that computed an embedding.</summary>
/// <param name="Name">As it is configured, without its folder.</param>
/// <param name="Sha256">Of its file, in lower-case hexadecimal; null in profiles that were written before it was noted.</param>
public sealed record EmbeddingModel(string Name, string? Sha256)
{
    private const int ShownLength = 12;

    /// <summary>
    /// True where embeddings of both can be compared: those of one file, whatever its name; of one name where the content of either is not
    /// known.
    /// </summary>
    public bool Matches(EmbeddingModel other) =>
        Sha256 is null || other.Sha256 is null ? Name == other.Name : Sha256 == other.Sha256;

    /// <summary>The name that tells it from <paramref name="other"/>: where both have the same, with how its hash begins.</summary>
    public string Beside(EmbeddingModel other) =>
        Name == other.Name && Sha256 is not null ? $"{Name} (SHA-256 {Sha256[..ShownLength]})" : Name;
}
