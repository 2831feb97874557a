namespace VoicePrep.Cli;

/// <summary>The recordings that a command is given.</summary>
internal static class Recordings
{
    private static readonly string[] Extensions =
    [
        ".wav", ".w64", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".webm", ".mp4", ".m4v", ".mov", ".3gp", ".mkv", ".mka",
        ".aif", ".aiff", ".amr", ".au", ".caf", ".wma", ".ape", ".tta", ".wv",
    ];

    /// <summary>Those in a folder itself, by name; none where it cannot be read.</summary>
    public static FileInfo[] In(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles("*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(file => Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    public static string None(DirectoryInfo folder) => $"{folder} has no recordings that can be read.";

    /// <summary>A name for each: the file's, or its path from the current folder where two files have the same.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<FileSystemInfo> files)
    {
        var names = files.CountBy(file => file.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. files.Select(file => names[file.Name] == 1 ? file.Name : Path.GetRelativePath(".", file.FullName))];
    }
}
