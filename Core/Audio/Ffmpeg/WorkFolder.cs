namespace VoicePrep.Audio.Ffmpeg;

/// <summary>A private temporary folder (mode 0700) of <see cref="WorkFolders"/>, removed with all it holds when disposed.</summary>
public sealed class WorkFolder : IDisposable
{
    internal WorkFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Full path of a file in the folder. The name is the project's own, never a user's.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
