using System.Globalization;
using System.Text;
using VoicePrep.Contracts;
using VoicePrep.Requests;

namespace VoicePrep.Storage;

/// <summary>Names of clips.</summary>
public static class ClipName
{
    private const int MaxBytes = 200; // a file's name has at most 255
    private const int FolderLength = 33;
    private const string ConsentFolder = "consent/";

    /// <summary>A name under a fresh folder, so that no upload overwrites another.</summary>
    /// <param name="fileName">The user's name for the file; may be hostile or null.</param>
    public static string Fresh(string? fileName) => $"{Guid.NewGuid():N}/{Safe(fileName)}";

    /// <summary>A name for the recording of consent that was uploaded with a clip, beside that clip.</summary>
    /// <param name="clipName">As <see cref="Fresh"/> made it.</param>
    /// <param name="fileName">The user's name for the file; may be hostile or null.</param>
    public static string OfConsent(string clipName, string? fileName) => $"{FreshFolder(clipName)}{ConsentFolder}{Safe(fileName)}";

    /// <summary>True for a recording of consent that was uploaded with a clip: it is checked with it, not prepared as a voice.</summary>
    public static bool IsOfConsent(string clipName) =>
        IsInFreshFolder(clipName) && clipName.AsSpan(FolderLength).StartsWith(ConsentFolder, StringComparison.Ordinal);

    /// <summary>
    /// The recording of consent that was uploaded with the clip; null if there is none, or if it was already in the container, where it
    /// may belong to other voices too.
    /// </summary>
    public static string? OwnConsent(ConsentClaim? consent, string clipName) =>
        consent?.Clip is { } own && IsOfConsent(own) && clipName.StartsWith(FreshFolder(own), StringComparison.Ordinal) ? own : null;

    /// <summary>The folder that <see cref="Fresh"/> put in front of a name, with its slash.</summary>
    public static string FreshFolder(string clipName) => clipName[..FolderLength];

    /// <summary>A clip's name without the folder that <see cref="Fresh"/> put in front of it.</summary>
    public static string Shown(string clipName) => IsInFreshFolder(clipName) ? clipName[FolderLength..] : clipName;

    /// <summary>
    /// A name that is safe for blobs, paths, URLs, shells and logs: the last part of <paramref name="fileName"/>, keeping letters and
    /// their marks, digits, <c>.</c> and <c>_</c>, with every run of other characters replaced by one <c>-</c>; <c>clip</c> if nothing is
    /// left before the extension.
    /// </summary>
    public static string Safe(string? fileName)
    {
        var last = (fileName ?? "").Split('/', '\\')[^1];
        var safe = new StringBuilder();
        var bytes = 0;
        foreach (var rune in last.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxBytes)
                break;

            if (Rune.IsLetterOrDigit(rune)
                || rune.Value is '.' or '_'
                || (IsMark(rune) && safe.Length > 0 && safe[^1] is not ('-' or '.' or '_')))
            {
                safe.Append(rune);
                bytes += rune.Utf8SequenceLength;
            }
            else if (safe.Length > 0 && safe[^1] != '-')
            {
                safe.Append('-');
                bytes++;
            }
        }

        var name = safe.ToString().Trim('.', '-');
        return name.Length == 0 ? "clip"
            : safe[0] == '.' && !name.Contains('.') ? $"clip.{name}" // of a name that was nothing but its extension
            : name;
    }

    /// <summary>True for a name from <see cref="Fresh"/> or <see cref="OfConsent"/>.</summary>
    public static bool IsInFreshFolder(string clipName) =>
        clipName is { Length: > FolderLength } && clipName[FolderLength - 1] == '/' && VoiceId.IsValid(clipName[..(FolderLength - 1)]);

    /// <summary>An accent or, for example, a vowel sign of Hindi, which is part of its letter.</summary>
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
