using System.Globalization;
using System.Text;
using VoicePrep.Configuration;

namespace VoicePrep.Cli.Quality;

/// <summary>Edits that turn one text into another, and how many tokens the other has.</summary>
internal readonly record struct ErrorRate(int Edits, int Tokens)
{
    public double Value => Tokens > 0 ? (double)Edits / Tokens : Edits > 0 ? 1 : 0;

    public static ErrorRate operator +(ErrorRate a, ErrorRate b) => new(a.Edits + b.Edits, a.Tokens + b.Tokens);

    /// <summary>Word error rate: case and punctuation do not count.</summary>
    public static ErrorRate OfWords(string reference, string text) => Of(Words(reference), Words(text));

    /// <summary>Character error rate: neither do blanks. For languages that are written without them.</summary>
    public static ErrorRate OfCharacters(string reference, string text) => Of(Characters(reference), Characters(text));

    /// <summary>True for text in a script without blanks between words, such as Japanese, Chinese or Thai.</summary>
    public static bool IsWithoutBlanks(string text) =>
        text.EnumerateRunes().Any(rune => rune.Value is (>= 0x0e00 and < 0x0f00) or (>= 0x3040 and < 0xa000));

    private static ErrorRate Of(string[] reference, string[] text) =>
        new(EditDistance.Between<string>(reference, text), reference.Length);

    private static string[] Words(string text) => Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Characters(string text) =>
        [.. Plain(text).EnumerateRunes().Where(rune => rune.Value != ' ').Select(rune => rune.ToString())];

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                plain.Append(Rune.ToLowerInvariant(rune));
            else if (rune.Value != '\'')
                plain.Append(' ');
        }

        return plain.ToString();
    }
}
