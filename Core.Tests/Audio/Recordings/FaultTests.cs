using VoicePrep.Audio;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>A tool that ends badly is a fault, and says nothing of the recording.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Stream_KilledWhileItRuns_IsAFault(string signal)
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();

        await Assert.ThrowsAsync<IOException>(() => bench.Ffmpeg.StreamAsync(
            folder,
            ["-v", "error", "-re", "-f", "lavfi", "-i", "anullsrc", "-f", "f32le", "pipe:1"],
            async (output, token) =>
            {
                await output.ReadExactlyAsync(new byte[64], token);
                foreach (var process in ProcessTree.Find(folder.Path))
                    using (var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process}"]))
                        await kill.WaitForExitAsync(token);
            },
            CancellationToken.None));
    }

    [Fact]
    public async Task Stream_FullDisk_IsAFault()
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();

        var fault = await Assert.ThrowsAsync<IOException>(() => bench.Ffmpeg.StreamAsync(
            folder,
            ["-v", "error", "-f", "lavfi", "-i", "anullsrc=d=10", "-f", "f32le", "pipe:1", "-y", "-f", "f32le", "/dev/full"],
            (_, _) => Task.CompletedTask,
            CancellationToken.None));

        Assert.Contains("No space left", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FolderBehindASymbolicLink_FindsTheProcess()
    {
        var real = Directory.CreateTempSubdirectory("process-tree-");
        var link = real.FullName + "-link";
        Directory.CreateSymbolicLink(link, real.FullName);
        real.CreateSubdirectory("work");
        using var sleep = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sleep", "60") { WorkingDirectory = Path.Combine(link, "work") })!;

        Assert.Equal([sleep.Id], ProcessTree.Find(Path.Combine(link, "work")));
        ProcessTree.EndAll(Path.Combine(link, "work"));

        Assert.True(sleep.WaitForExit(10_000));
        Directory.Delete(link);
        real.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_AnotherProgramsFolder_IsKept()
    {
        var parent = Directory.CreateTempSubdirectory("work-folders-");
        var foreign = parent.CreateSubdirectory("voiceprep-models");
        await File.WriteAllTextAsync(Path.Combine(foreign.FullName, "weights"), "someone else's");
        Directory.SetCreationTimeUtc(foreign.FullName, DateTime.UtcNow.AddHours(-1));
        Directory.SetLastWriteTimeUtc(foreign.FullName, DateTime.UtcNow.AddHours(-1));
        using var folders = new WorkFolders(parent.FullName);

        await folders.StartAsync(CancellationToken.None);

        Assert.True(File.Exists(Path.Combine(foreign.FullName, "weights")));
        parent.Delete(recursive: true);
    }
}
