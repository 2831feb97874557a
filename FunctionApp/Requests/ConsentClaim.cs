namespace VoicePrep.Requests;

/// <summary>The speaker's consent, as stated by the uploader.</summary>
/// <param name="Reference">A reference to where the consent is kept, such as a number or an address; null if none was given.</param>
/// <param name="Clip">Name of a recording in the container of clips in which the speaker consents; null if none was given.</param>
public sealed record ConsentClaim(string? Reference, string? Clip)
{
    /// <summary>The longest reference. Characters.</summary>
    public const int MaxReferenceLength = 256;

    private const string ReferenceMetadata = "consent";
    private const string ClipMetadata = "consentclip";

    /// <summary>Reads it from a clip's metadata, percent-encoded because they are HTTP headers; null if it is not there.</summary>
    public static ConsentClaim? Of(IDictionary<string, string> metadata)
    {
        var (reference, clip) = (Read(metadata, ReferenceMetadata), Read(metadata, ClipMetadata));
        return reference is null && clip is null ? null : new(reference, clip);
    }

    /// <summary>As a clip's metadata, from which <see cref="Of"/> reads it.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToMetadata()
    {
        if (Reference is not null)
            yield return new(ReferenceMetadata, Uri.EscapeDataString(Reference));
        if (Clip is not null)
            yield return new(ClipMetadata, Uri.EscapeDataString(Clip));
    }

    /// <summary>What is wrong with the reference; null if it is valid.</summary>
    public string? Problem() => Reference switch
    {
        { Length: > MaxReferenceLength } =>
            $"consent has {Reference.Length} characters; the limit is {MaxReferenceLength}. "
                + "Send a reference to the consent, not the consent itself.",
        { } text when text.Any(char.IsControl) => "consent has control characters: send a reference of one line.",
        _ => null,
    };

    private static string? Read(IDictionary<string, string> metadata, string key) =>
        metadata.FirstOrDefault(pair => string.Equals(pair.Key, key, StringComparison.OrdinalIgnoreCase)).Value is { } text
            && !string.IsNullOrWhiteSpace(text)
            ? Uri.UnescapeDataString(text)
            : null;
}
