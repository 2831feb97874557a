namespace VoicePrep.Voice;

/// <summary>The encoder that computed an embedding.</summary>
/// <param name="Name">Its configured name, without the folder.</param>
/// <param name="Sha256">SHA-256 of its file, in lower-case hexadecimal; null in profiles from before it was recorded.</param>
public sealed record EmbeddingModel(string Name, string? Sha256)
{
    private const int ShownLength = 12;

    /// <summary>
    /// True if embeddings of both can be compared: if the files are the same, whatever their names, or, if the content of either is
    /// unknown, if the names are the same.
    /// </summary>
    public bool Matches(EmbeddingModel other) =>
        Sha256 is null || other.Sha256 is null ? Name == other.Name : Sha256 == other.Sha256;

    /// <summary>
    /// A name that distinguishes it from <paramref name="other"/>: with the start of its hash if both have the same name.
    /// </summary>
    public string Beside(EmbeddingModel other) =>
        Name == other.Name && Sha256 is not null ? $"{Name} (SHA-256 {Sha256[..ShownLength]})" : Name;
}
