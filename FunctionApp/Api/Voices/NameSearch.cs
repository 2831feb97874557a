using System.Text;
using ADRaffy.ENSNormalize;

namespace VoicePrep.Api.Voices;

/// <summary>
/// Finds a part of a name. Neither case nor accents count, however they are encoded: <c>cafe</c> finds <c>Café</c>, <c>strasse</c>
/// <c>Straße</c>, and <c>izmir</c> <c>İzmir</c>. Marks of other scripts than Latin, Greek and Cyrillic count: without them a letter of kana or
/// Hindi is another.
/// </summary>
internal sealed class NameSearch(string part)
{
    private const int FirstAccent = 0x300; // Combining Diacritical Marks
    private const int LastAccent = 0x36f;

    private readonly string sought = Fold(part);

    public bool Finds(string name) => Fold(name).Contains(sought, StringComparison.Ordinal);

    /// <summary>Decomposed by Unicode's table: without ICU, which the app does not need, .NET leaves all but ASCII as it is.</summary>
    private static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();

        var folded = new StringBuilder(text.Length);
        foreach (var letter in ENSNormalize.NF.NFD([.. text.EnumerateRunes().Select(rune => rune.Value)]))
        {
            if (letter is >= FirstAccent and <= LastAccent)
                continue;
            if (letter is 'ß' or 'ẞ')
                folded.Append("SS");
            else
                folded.Append(letter == 'ı' ? new Rune('I') : Rune.ToUpperInvariant(new Rune(letter)));
        }

        return folded.ToString();
    }
}
