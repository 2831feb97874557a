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

    /// <summary>Path of the recording that is processed.</summary>
    public string Clip => File("clip");

    /// <summary>Path of its window.</summary>
    public string Trimmed => File("trimmed.wav");

    /// <summary>Makes a file of this machine the <see cref="Clip"/>, by a link; it is only read.</summary>
    public void Link(string file) => System.IO.File.CreateSymbolicLink(Clip, System.IO.Path.GetFullPath(file));

    /// <summary>Full path of a file in the folder. The name is the project's own, never a user's.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
