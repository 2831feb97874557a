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

    /// <summary>The recording that is worked on.</summary>
    public string Clip => File("clip");

    /// <summary>Its window.</summary>
    public string Trimmed => File("trimmed.wav");

    /// <summary>Takes a file of this machine as <see cref="Clip"/>; it is only read.</summary>
    public void Link(string file) => System.IO.File.CreateSymbolicLink(Clip, System.IO.Path.GetFullPath(file));

    /// <summary>Full path of a file in the folder. The name is the project's own, never a user's.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
