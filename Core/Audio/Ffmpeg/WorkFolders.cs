using Microsoft.Extensions.Hosting;

namespace VoicePrep.Audio.Ffmpeg;

/// <summary>
/// Makes <see cref="WorkFolder"/>s under one folder of this process. What a crashed process left behind is removed at start: each process
/// holds a lock on its folder for as long as it lives, which tells an abandoned folder from one in use (process IDs do not: they are
/// reused, above all in containers).
/// </summary>
public sealed class WorkFolders : IHostedService, IDisposable
{
    private const string Prefix = "voiceprep-";
    private const string LockName = "lock";

    private readonly string parent;
    private readonly Lazy<(string Path, FileStream Lock)> root;
    private int count;

    public WorkFolders()
        : this(Path.GetTempPath())
    {
    }

    internal WorkFolders(string parent)
    {
        this.parent = parent;
        root = new(CreateRoot);
    }

    public WorkFolder Create() => new(Path.Combine(root.Value.Path, Interlocked.Increment(ref count).ToString()));

    /// <summary>Why temporary files cannot be written; null if there is room for the given number of bytes.</summary>
    public string? Problem(long bytes)
    {
        try
        {
            var free = new DriveInfo(parent).AvailableFreeSpace;
            return free >= bytes
                ? null
                : $"The disk for temporary files, at {parent}, is full: {free >> 20} MiB are free, and a clip may need {bytes >> 20}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The folder for temporary files, {parent}, cannot be used: {e.Message}";
        }
    }

    /// <summary>Removes the folders of processes that no longer exist.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in new DirectoryInfo(parent).EnumerateDirectories(Prefix + "*"))
            RemoveIfAbandoned(folder);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (!root.IsValueCreated)
            return;
        var (path, held) = root.Value;
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        held.Dispose();
    }

    private (string Path, FileStream Lock) CreateRoot()
    {
        var path = Path.Combine(parent, Prefix + Path.GetRandomFileName());
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (path, new FileStream(Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>A folder without the lock file is not one of these; what cannot be removed does not stop the start.</summary>
    private static void RemoveIfAbandoned(DirectoryInfo folder)
    {
        try
        {
            if (folder.LinkTarget is not null)
                return;
            using var held = new FileStream(Path.Combine(folder.FullName, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            folder.Delete(recursive: true);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // In use, another program's, another user's, or being removed by another process.
        }
    }
}
