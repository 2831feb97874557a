using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace VoicePrep.Contracts;

/// <summary>
/// The ID of a voice, and of the orchestration that prepares it: made from the clip's blob version, so that the
/// same upload is the same voice however often its event arrives, and a changed blob is a new one.
/// </summary>
public static partial class VoiceId
{
    /// <summary>First 128 bits, in hexadecimal, of the SHA-256 over container, name and ETag, with or without its quotes.</summary>
    public static string For(string clipName, string etag) => Hash("clips", clipName, Plain(etag));

    /// <summary>The ID of a voice of several recordings: from its name, its version, and the recordings' IDs in any order.</summary>
    public static string ForRecordings(string name, int version, IEnumerable<string> recordings) =>
        Hash(["recordings", name, $"{version}", .. recordings.Order(StringComparer.Ordinal)]);

    /// <summary>True if a text has the form of a voice ID.</summary>
    public static bool IsValid(string text) => Form().IsMatch(text);

    /// <summary>The ETag without quotes: services send it both ways.</summary>
    public static string Plain(string etag) => etag.Trim('"');

    private static string Hash(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));

    [GeneratedRegex(@"\A[0-9a-f]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex Form();
}
