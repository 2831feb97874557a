using System.Text;
using ADRaffy.ENSNormalize;

namespace VoicePrep.Api.Voices;

/// <summary>
/// Finds a part of a name. Neither case nor accents count, however they are encoded: <c>cafe</c> finds <c>Café</c>, <c>strasse</c>
/// <c>Straße</c>, and <c>izmir</c> <c>İzmir</c>. Marks of other scripts than Latin, Greek and Cyrillic count: without them a letter of
/// kana or Hindi is another.
/// </summary>
internal sealed class NameSearch(string part)
{
    private const int FirstAccent = 0x300; // Combining Diacritical Marks
    private const int LastAccent = 0x36f;

    private readonly string sought = Fold(part);

    public bool Finds(string name) => Fold(name).Contains(sought, StringComparison.Ordinal);

    /// <summary>
    /// Without accents, in upper case, and composed again, so that a letter is not found as a part of another. By a table of its own:
    /// without ICU, which the app does not need, .NET leaves all but ASCII as it is.
    /// </summary>
    private static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();

        var letters = ENSNormalize.NF.NFD([.. text.EnumerateRunes().Select(rune => rune.Value)])
            .Where(letter => letter is < FirstAccent or > LastAccent)
            .SelectMany(InUpperCase);
        return string.Concat(ENSNormalize.NF.NFC([.. letters]).Select(letter => new Rune(letter).ToString()));
    }

    /// <summary>Also those that Unicode's simple mapping, which .NET uses, leaves as they are.</summary>
    private static int[] InUpperCase(int letter) => letter switch
    {
        'ß' or 'ẞ' => ['S', 'S'],
        'ı' => ['I'],
        _ => [Rune.ToUpperInvariant(new Rune(letter)).Value],
    };
}
