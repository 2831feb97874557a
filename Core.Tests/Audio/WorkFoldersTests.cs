using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Tests.Audio;

public sealed class WorkFoldersTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task Start_FolderOfACrashedProcess_IsRemovedAndOneInUseIsKept()
    {
        var parent = Directory.CreateTempSubdirectory("work-folders-");
        var abandoned = parent.CreateSubdirectory("voiceprep-crashed");
        await File.WriteAllTextAsync(Path.Combine(abandoned.FullName, "lock"), "");
        await File.WriteAllTextAsync(Path.Combine(abandoned.FullName, "clip"), "left behind");
        using var inUse = new WorkFolders(parent.FullName);
        using var folder = inUse.Create();
        using var starting = new WorkFolders(parent.FullName);

        await starting.StartAsync(CancellationToken.None);

        Assert.False(Directory.Exists(abandoned.FullName));
        Assert.True(Directory.Exists(folder.Path));
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_FolderThatCannotBeRemoved_GoesOn()
    {
        var parent = Directory.CreateTempSubdirectory("work-folders-");
        parent.CreateSubdirectory("voiceprep-odd/lock"); // cannot be opened as a file
        var abandoned = parent.CreateSubdirectory("voiceprep-real");
        await File.WriteAllTextAsync(Path.Combine(abandoned.FullName, "lock"), "");
        using var starting = new WorkFolders(parent.FullName);

        await starting.StartAsync(CancellationToken.None);

        Assert.Equal(["voiceprep-odd"], parent.EnumerateDirectories().Select(folder => folder.Name));
        parent.Delete(recursive: true);
    }

    [Fact]
    public void Create_Folder_IsPrivateAndGoneWhenDisposed()
    {
        var parent = Directory.CreateTempSubdirectory("work-folders-");
        using var folders = new WorkFolders(parent.FullName);
        var folder = folders.Create();
        File.WriteAllText(folder.File("clip"), "content");

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Path));
        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
        folders.Dispose();
        Assert.Empty(parent.EnumerateFileSystemInfos());
        parent.Delete();
    }
}
