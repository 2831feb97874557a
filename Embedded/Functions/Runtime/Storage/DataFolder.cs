namespace Embedded.Functions.Storage;

/// <summary>The folder of everything that outlives the process, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    /// <exception cref="InvalidOperationException">Another process holds it.</exception>
    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        try
        {
            // The system lets go of it when the process ends, in whatever way.
            held = new FileStream(
                System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"The data folder {Path} is in use by another process. Stop that one, or set EmbeddedHost__DataFolder.", e);
        }
    }

    public string Path { get; }

    public void Dispose() => held.Dispose();
}
