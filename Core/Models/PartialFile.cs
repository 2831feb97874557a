using System.Net.Http.Headers;

namespace VoicePrep.Models;

/// <summary>A download that is under way: <c>NAME.partial</c>, and beside it the server's tag of the file that it is a part of.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string tagPath = target + ".partial.etag";

    public string Path { get; } = target + ".partial";

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>What can be continued: only with a strong tag can a server tell that the file is still the same.</summary>
    public (long Length, EntityTagHeaderValue Tag)? Resumable =>
        Length > 0 && File.Exists(tagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(tagPath), out var tag) ? (Length, tag) : null;

    /// <summary>Opens the file to write on at its end, or anew.</summary>
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
