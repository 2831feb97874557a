using System.Net.Http.Headers;

namespace VoicePrep.Models;

/// <summary>An unfinished download: <c>NAME.partial</c>, and beside it the server's ETag of the whole file.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string tagPath = target + ".partial.etag";

    public string Path { get; } = target + ".partial";

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>The part to resume from; null without a strong ETag, by which the server can tell that the file is unchanged.</summary>
    public (long Length, EntityTagHeaderValue Tag)? Resumable =>
        Length > 0 && File.Exists(tagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(tagPath), out var tag) ? (Length, tag) : null;

    /// <summary>Opens the file, to append to it or to start over.</summary>
    public FileStream Open(bool resume, EntityTagHeaderValue? tag)
    {
        if (tag is { IsWeak: false })
            File.WriteAllText(tagPath, tag.ToString());
        else
            File.Delete(tagPath);
        return new FileStream(Path, resume ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
    }

    public void Complete()
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(tagPath);
    }

    public void Delete()
    {
        File.Delete(Path);
        File.Delete(tagPath);
    }
}
