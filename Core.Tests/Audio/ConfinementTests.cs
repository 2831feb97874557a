using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Tests.Audio;

/// <summary>What a recording that took ffmpeg over could reach.</summary>
public sealed class ConfinementTests : IDisposable
{
    private readonly AudioWorkbench bench = new();
    private readonly WorkFolders folders;
    private readonly WorkFolder folder;

    public ConfinementTests()
    {
        folders = new(bench.Work);
        folder = folders.Create();
    }

    public void Dispose()
    {
        folder.Dispose();
        folders.Dispose();
        bench.Dispose();
    }

    [ConfinedTheory]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    [InlineData("../lock")]
    public async Task Stream_FileOfOthers_CannotBeRead(string path)
    {
        var run = await RunAsync("-f", "f32le", "-i", path, "-f", "null", "-");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Permission denied", run.Errors, StringComparison.Ordinal);
    }

    [ConfinedTheory]
    [InlineData("../other.wav")]
    [InlineData("/tmp/voiceprep-other.wav")]
    public async Task Stream_OtherFolder_CannotBeWrittenTo(string path)
    {
        var run = await RunAsync("-f", "lavfi", "-i", "sine=d=1", "-y", path);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Permission denied", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, path)));
    }

    [ConfinedTheory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Stream_Network_CannotBeReached(string protocol)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var receiver = new UdpClient((IPEndPoint)listener.LocalEndpoint);

        var run = await RunAsync(
            "-f", "lavfi", "-i", "sine=d=1", "-f", "f32le", $"{protocol}://{listener.LocalEndpoint}?timeout=1000000");

        Assert.NotEqual(0, run.ExitCode);
        Assert.False(listener.Pending());
        Assert.Equal(0, receiver.Available);
    }

    [ConfinedTheory]
    [InlineData("Max address space", "4294967296")]
    [InlineData("Max cpu time", "250")]
    [InlineData("Max core file size", "0")]
    public async Task Stream_Limits_AreSet(string limit, string expected)
    {
        var limits = await ReadAsync("limits");

        Assert.Equal(
            expected,
            limits.Split('\n')
                .Single(line => line.StartsWith(limit, StringComparison.Ordinal))[limit.Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>The connection string of storage is in the app's environment.</summary>
    [ConfinedFact]
    public async Task Stream_Environment_IsNotTheApps()
    {
        var environment = await ReadAsync("environ");

        Assert.Contains("PATH=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET", environment, StringComparison.Ordinal);
    }

    /// <summary>The app would follow a link, or wait at a pipe, where it writes and reads files of its own.</summary>
    [ConfinedTheory]
    [InlineData("ln", "-s", "/etc/passwd", "trimmed.wav")]
    [InlineData("mkfifo", "trimmed.wav")]
    [InlineData("mkdir", "trimmed.wav")]
    public async Task Confined_AnyProgram_MakesNothingButFiles(string program, params string[] arguments)
    {
        File.CreateSymbolicLink(bench.File(program), Path.Combine(AppContext.BaseDirectory, "confined", "ffmpeg"));
        using var process = Process.Start(
            new ProcessStartInfo(bench.File(program), arguments) { WorkingDirectory = folder.Path, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains("Permission denied", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>What the system tells of an ffmpeg that runs.</summary>
    private async Task<string> ReadAsync(string file)
    {
        var told = "";
        await bench.Ffmpeg.StreamAsync(
            folder,
            ["-v", "error", "-re", "-f", "lavfi", "-i", "anullsrc=d=1", "-f", "f32le", "pipe:1"],
            async (output, token) =>
            {
                await output.ReadExactlyAsync(new byte[64], token);
                told = await File.ReadAllTextAsync($"/proc/{ProcessTree.Find(folder.Path).Single()}/{file}", token);
            },
            CancellationToken.None);
        return told;
    }

    private Task<FfmpegRun> RunAsync(params string[] arguments) =>
        bench.Ffmpeg.StreamAsync(folder, ["-nostdin", "-v", "error", .. arguments], (_, _) => Task.CompletedTask, CancellationToken.None);
}
