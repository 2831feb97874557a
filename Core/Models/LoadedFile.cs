using System.Security.Cryptography;

namespace VoicePrep.Models;

/// <summary>A model file as it was when its model was loaded; the model stays in memory whatever happens to the file.</summary>
public sealed class LoadedFile
{
    private readonly long length;
    private readonly DateTime written;

    /// <summary>Records the file's state before it is read, so that a change during the load is noticed too.</summary>
    /// <exception cref="ModelFileException">It cannot be opened.</exception>
    public LoadedFile(string path)
    {
        Path = path;
        (length, written) = Read(Look);
    }

    public string Path { get; }

    /// <summary>Whether another file, or other content, is there now.</summary>
    public bool IsReplaced => Change() is "was changed";

    /// <summary>What an operator should know before the next start; null where the file is as it was.</summary>
    public string? Notice() => Change() is { } change
        ? $"The model file {Path} {change} since it was loaded: "
            + "voices are prepared with what is in memory, and the next start takes what is there then."
        : null;

    /// <summary>The SHA-256 of its content, in lower-case hexadecimal.</summary>
    /// <exception cref="ModelFileException">It cannot be read.</exception>
    public string ComputeSha256() => Read(() =>
    {
        using var file = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The model file {Path} cannot be read: {e.Message}", e);
        }
    }

    private string? Change()
    {
        try
        {
            return Look() == (length, written) ? null : "was changed";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is FileNotFoundException or DirectoryNotFoundException ? "is gone" : "cannot be read";
        }
    }

    private (long Length, DateTime Written) Look()
    {
        using var file = File.OpenHandle(Path); // follows links
        return (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
    }
}
