using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Cli;

/// <summary>Commands that are stopped, or lose a process that they started.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TempFolder cache = new();

    [Theory]
    [InlineData("INT", 130, "prepare", "models/demo/sample.wav")]
    [InlineData("TERM", 143, "watch", "0123456789abcdef0123456789abcdef")]
    public async Task Command_SignalWhileTheServiceDoesNotAnswer_SaysThatItStopped(
        string signal, int expected, string command, string argument)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var run = CommandLine.Start(
            [
                command, command == "prepare" ? Path.Combine(Repository.Root, argument) : argument, "--endpoint",
                $"http://{listener.LocalEndpoint}",
            ]);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(Eventually.Limit);

        await run.SignalAsync(signal);

        Assert.Equal(expected, await run.WaitForExitAsync(Eventually.Limit));
        Assert.Equal("Stopped.", run.Errors[^1]);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_SignalWhileAPipeHasNoWriter_SaysThatItStopped()
    {
        using var http = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort.Next()}/";
        http.Prefixes.Add(address);
        http.Start();
        await TestProcess.RunAsync("mkfifo", cache.File("pipe.wav"));
        using var run = CommandLine.Start(["prepare", cache.File("pipe.wav"), "--endpoint", address]);
        // for the limit of an upload; what comes next is the pipe
        var asked = (await http.GetContextAsync().WaitAsync(Eventually.Limit)).Response;
        asked.StatusCode = (int)HttpStatusCode.NotFound;
        asked.Close();

        await run.SignalAsync("TERM");

        Assert.Equal(143, await run.WaitForExitAsync(Eventually.Limit));
        Assert.Equal("Stopped.", run.Errors[^1]);
    }

    [Fact]
    public async Task Prepare_SignalWhileItsServiceStarts_LeavesNothingBehind()
    {
        using var run = Start("prepare", Path.Combine(Repository.Root, "models/demo/sample.wav"));
        await UntilAsync(run, () => Find("azurite.js").Count > 0);

        await run.SignalAsync("INT");

        Assert.Equal(130, await run.WaitForExitAsync(Eventually.Limit));
        Assert.Equal("Stopped.", run.Errors[^1]);
        Assert.Empty(Find(""));
        Assert.Empty(Directory.GetDirectories(cache.Path, "run-*"));
    }

    [Fact]
    public async Task Serve_SecondOneAndSignal_SaysTheFixAndLeavesNothingBehind()
    {
        using var run = Serve();
        await ReadyAsync(run);

        using (var second = Serve())
        {
            Assert.Equal(1, await second.WaitForExitAsync(Eventually.Limit));
            Assert.StartsWith("Another service keeps its data in", Assert.Single(second.Errors), StringComparison.Ordinal);
        }

        await run.SignalAsync("TERM");

        Assert.Equal(143, await run.WaitForExitAsync(Eventually.Limit));
        Assert.Contains("Stopped.", run.Errors);
        Assert.DoesNotContain(run.Errors, line => line.StartsWith("   at ", StringComparison.Ordinal)); // a log entry is one line
        Assert.Empty(Find(""));
    }

    [Fact]
    public async Task Serve_StorageEmulatorDies_SaysSoAndEndsWithAnError()
    {
        using var run = Serve();
        await ReadyAsync(run);

        foreach (var emulator in Find("azurite.js"))
            using (var process = Process.GetProcessById(emulator))
                process.Kill();

        Assert.Equal(1, await run.WaitForExitAsync(Eventually.Limit));
        Assert.Equal("The storage emulator ended with exit code 137.", run.Errors[^1]);
        Assert.Empty(Find(""));
    }

    public void Dispose() => cache.Dispose();

    private TestProcess Serve() => Start("serve", "--port", $"{FreePort.Next()}", "--storage-port", $"{ThreeFreePorts()}");

    /// <summary>A command whose data are in a folder of this test.</summary>
    private TestProcess Start(params string[] arguments)
    {
        var azurite = cache.File("azurite");
        if (!Directory.Exists(azurite))
            Directory.CreateSymbolicLink(azurite, Path.Combine(Repository.Cache, "azurite"));
        return CommandLine.Start(
            arguments,
            new Dictionary<string, string> { ["VOICEPREP_CACHE"] = cache.Path, ["Whisper__Model"] = "demo", ["Voice__Model"] = "demo" });
    }

    private static int ThreeFreePorts()
    {
        while (true)
        {
            var first = FreePort.Next();
            try
            {
                foreach (var port in new[] { first, first + 1, first + 2 })
                    using (var listener = new TcpListener(IPAddress.Loopback, port))
                        listener.Start();
                return first;
            }
            catch (SocketException)
            {
                // Taken, or past the last one.
            }
        }
    }

    private static Task ReadyAsync(TestProcess run) =>
        UntilAsync(run, () => run.Errors.Any(line => line.StartsWith("Ready at", StringComparison.Ordinal)));

    private static async Task UntilAsync(TestProcess run, Func<bool> condition)
    {
        await Eventually.IsAsync(() => Task.FromResult(condition() || run.HasExited ? run : null), () => run.Output);
        Assert.False(run.HasExited, run.Output);
    }

    /// <summary>Processes of this test: its folder is in their environment.</summary>
    /// <param name="program">A part of their command line.</param>
    private List<int> Find(string program) =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(process =>
                int.TryParse(Path.GetFileName(process), out _)
                    && Read(process, "environ").Contains(cache.Path, StringComparison.Ordinal)
                    && Read(process, "cmdline").Contains(program, StringComparison.Ordinal))
            .Select(process => int.Parse(Path.GetFileName(process)!, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static string Read(string process, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, name));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
