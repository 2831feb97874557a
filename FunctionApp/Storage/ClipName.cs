using System.Text;

namespace VoicePrep.Storage;

/// <summary>Names for uploaded clips that are safe as blob names, in URLs and in logs.</summary>
public static class ClipName
{
    private const int MaxLength = 120;

    /// <summary>A name under a fresh folder, so that no upload overwrites another.</summary>
    /// <param name="fileName">The user's name for the file; may be hostile or null.</param>
    public static string Fresh(string? fileName) => $"{Guid.NewGuid():N}/{Safe(fileName)}";

    /// <summary>
    /// The last part of <paramref name="fileName"/> with letters, digits, <c>.</c> and <c>_</c> kept and every
    /// run of other characters turned into one <c>-</c>; <c>clip</c> where nothing is left.
    /// </summary>
    public static string Safe(string? fileName)
    {
        var last = (fileName ?? "").Split('/', '\\')[^1];
        var safe = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '_')
            {
                safe.Append(rune);
            }
            else if (safe.Length > 0 && safe[^1] != '-')
            {
                safe.Append('-');
            }

            if (safe.Length >= MaxLength)
            {
                break;
            }
        }

        var name = safe.ToString().Trim('.', '-');
        return name.Length > 0 ? name : "clip";
    }
}
