using System.Diagnostics;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Tests.Audio;

public sealed class FfmpegTests
{
    [Theory]
    [InlineData(typeof(IOException), "-re", "-f", "lavfi", "-i", "anullsrc")]
    [InlineData(typeof(TimeoutException), "-f", "lavfi", "-i", "color=size=3000x3000", "-filter_threads", "8", "-vf", "gblur=sigma=50")]
    public async Task Stream_RunWithoutAnEnd_IsTheInputsFaultOnlyIfItWorked(Type expected, params string[] endless)
    {
        using var bench = new AudioWorkbench(ffmpeg: options => options.TimeoutSeconds = 3);
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync(expected, () =>
            bench.Ffmpeg.StreamAsync(
                folder, ["-nostdin", "-v", "error", .. endless, "-f", "null", "-"], (_, token) => Task.Delay(Timeout.Infinite, token),
                CancellationToken.None));

        Assert.InRange(clock.Elapsed.TotalSeconds, 1.9, 60);
        Assert.Empty(ProcessTree.Find(folder.Path));
    }

    [Fact]
    public async Task EndAll_ProgramThatIgnoresSignalsWithChildrenThatLeftIt_EndsThemAll()
    {
        using var bench = new AudioWorkbench();
        const string script = "trap '' TERM INT HUP; setsid sleep 300 & (sleep 300 &) ; echo ready; while true; do sleep 1; done";
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", script])
            {
                WorkingDirectory = bench.Work,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
        Assert.Equal("ready", await shell.StandardOutput.ReadLineAsync());
        Assert.True(ProcessTree.Find(bench.Work).Count >= 3);

        ProcessTree.EndAll(bench.Work);

        Assert.Empty(ProcessTree.Find(bench.Work));
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task GetVersion_InstalledFfmpeg_BeginsWithItsNumber()
    {
        using var bench = new AudioWorkbench();

        Assert.Matches("^n?[0-9N]", await bench.Ffmpeg.GetVersionAsync(CancellationToken.None));
    }
}
