using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Probing;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>A tool that ends abnormally is a fault, and says nothing about the recording.</summary>
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

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Probe_KilledWhileItRuns_IsAFault(string signal)
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [folder.Clip])) // whoever opens it waits
            await mkfifo.WaitForExitAsync();
        await bench.Ffmpeg.GetVersionAsync(CancellationToken.None);

        var probing = bench.Ffmpeg.ProbeAsync(folder, CancellationToken.None);
        while (!probing.IsCompleted)
        {
            foreach (var process in ProcessTree.Find(folder.Path))
                using (var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process}"]))
                    await kill.WaitForExitAsync();
            await Task.Delay(20);
        }

        await Assert.ThrowsAsync<IOException>(() => probing);
    }

    [Fact]
    public async Task Probe_FileThatIsGone_IsAFault()
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();

        await Assert.ThrowsAnyAsync<IOException>(() => ClipProbe.ReadAsync(bench.Ffmpeg, folder, CancellationToken.None));
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

    /// <summary>The messages and exit codes of FFmpeg 5.1 and 7.1 when the machine failed them.</summary>
    [Theory]
    [InlineData(1, "b.wav: Too many open files")]
    [InlineData(232, "Error opening output files: Too many open files")]
    [InlineData(228, "[out#0/wav @ 0x1e42a8c0] Error closing file: No space left on device")]
    [InlineData(245, "[out#0/wav @ 0x2f998840] pthread_create() failed: Resource temporarily unavailable")]
    [InlineData(127, "ffmpeg: error while loading shared libraries: libwebp.so.7: failed to map segment from shared object")]
    [InlineData(139, "")]
    [InlineData(255, "")]
    public async Task ThrowIfFault_TheMachine_IsAFault(int exitCode, string said)
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();

        await Assert.ThrowsAsync<IOException>(() =>
            FfmpegRunner.ThrowIfFaultAsync(folder, exitCode, FfmpegErrors.Of([said]), CancellationToken.None));
    }

    [Theory]
    [InlineData(1, "x.wav: Invalid data found when processing input")]
    [InlineData(183, "Error opening input files: Invalid data found when processing input")]
    [InlineData(187, "Error opening input files: End of file")]
    [InlineData(244, "Error opening input files: Cannot allocate memory")]
    public async Task ThrowIfFault_TheInput_IsNone(int exitCode, string said)
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();

        await FfmpegRunner.ThrowIfFaultAsync(folder, exitCode, FfmpegErrors.Of([said]), CancellationToken.None);
    }

    /// <summary>Writers of GSM in WAV leave a byte after the last block, those that are stopped a part of a sample.</summary>
    [Theory]
    [InlineData(0, "[gsm_ms @ 0x55c9] Packet is too small")]
    [InlineData(0, "[pcm_s24le @ 0x55c9] Invalid PCM packet, data has size 2 but at least a size of 3 was expected")]
    [InlineData(1, "[amrnb @ 0x55c9] Corrupt bitstream")]
    public void Of_PacketThatDoesNotDecode_IsAComplaintUnlessItIsTheRest(int complaints, string said)
    {
        var errors = FfmpegErrors.Of([said, "Error while decoding stream #0:0: Invalid data found when processing input"]);

        Assert.Equal(complaints, errors.Complaints);
    }

    [Fact]
    public async Task Stream_InputThatWantsTooMuchMemory_IsNoFault()
    {
        using var bench = new AudioWorkbench();
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();
        File.CreateSymbolicLink(folder.File("tone"), await bench.MakeAsync("-f", "lavfi", "-i", "sine=d=1", "tone.wav"));

        var run = await bench.Ffmpeg.StreamAsync(
            folder, ["-nostdin", "-v", "error", "-max_alloc", "1000", "-i", folder.File("tone"), "-f", "null", "-"],
            (_, _) => Task.CompletedTask, CancellationToken.None);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Cannot allocate memory", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_FileOfAnotherLengthThanItsWindow_IsAFault()
    {
        using var bench = new AudioWorkbench();
        var tone = await bench.MakeAsync("-f", "lavfi", "-i", "sine=d=2", "tone.wav");

        var fault = Assert.Throws<IOException>(() => AudioConverter.ConvertTrimmed(tone, 2.02, bench.File("a.wav"), bench.File("b.wav")));
        AudioConverter.ConvertTrimmed(tone, 2, bench.File("a.wav"), bench.File("b.wav"));

        Assert.Contains("2.020 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertTrimmed_DamagedFile_IsAFault()
    {
        using var bench = new AudioWorkbench();
        await File.WriteAllBytesAsync(bench.File("noise.wav"), new byte[5000]);

        Assert.Throws<IOException>(() =>
            AudioConverter.ConvertTrimmed(bench.File("noise.wav"), 2, bench.File("a.wav"), bench.File("b.wav")));
    }

    [Fact]
    public async Task Convert_FileThatDoesNotDecode_IsAFault()
    {
        using var bench = new AudioWorkbench();
        using var folder = bench.CreateFolder();
        await File.WriteAllBytesAsync(folder.Clip, new byte[5000]);

        await Assert.ThrowsAsync<IOException>(() =>
            bench.Converter.ConvertAsync(folder, folder.File("a.wav"), folder.File("b.wav"), CancellationToken.None));

        Assert.False(File.Exists(folder.File("a.wav")));
    }

    [Fact]
    public void Find_FolderBehindASymbolicLink_FindsTheProcess()
    {
        var real = Directory.CreateTempSubdirectory("process-tree-");
        var link = real.FullName + "-link";
        Directory.CreateSymbolicLink(link, real.FullName);
        real.CreateSubdirectory("work");
        using var sleep = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sleep", "60") { WorkingDirectory = Path.Combine(link, "work") })!;

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
