using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VoicePrep.LocalHost.Tests.Support;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Hosting;

public sealed class StartFailureTests : IAsyncLifetime
{
    private readonly TestBed bed = new();

    public Task InitializeAsync() => bed.InitializeAsync();

    public Task DisposeAsync() => bed.DisposeAsync();

    [Theory]
    [InlineData("StartFailure")]
    [InlineData("LateFailure")]
    public async Task Start_OfAWorkerThatEnds_FailsWithTheWorkersReason(string when)
    {
        using var host = TestHost.Launch(bed, settings: (when, "The model cannot be loaded."));

        Assert.Equal(1, await host.Process.WaitForExitAsync(Eventually.Limit));
        Assert.Equal("The model cannot be loaded.", host.Process.Errors[^1]);
    }

    [Fact]
    public async Task Start_OfAWorkerThatIsKilled_TriesAgain()
    {
        using var host = TestHost.Launch(bed);
        var killed = await Eventually.IsAsync(
            () => Task.FromResult(host.Process.Children() is [var worker, ..] ? $"{worker}" : null),
            () => $"a worker\n{host.Process.Output}",
            TimeSpan.FromMilliseconds(10));
        Processes.Kill(int.Parse(killed, CultureInfo.InvariantCulture));

        await host.ListensAsync();

        Assert.Contains($"Worker {killed} exited with code 137; restarting it", host.Process.Output, StringComparison.Ordinal);
        Assert.NotEqual(killed, $"{await host.GetWorkerAsync()}");
    }

    [Theory]
    [InlineData("worker.config.json", null)]
    [InlineData("worker.config.json", "{")]
    [InlineData("host.json", null)]
    [InlineData("host.json", "{")]
    public async Task Start_OfAFolderWithABrokenFile_FailsAndNamesTheFile(string name, string? content)
    {
        using var folder = new TempFolder();
        foreach (var file in (string[])["worker.config.json", "host.json"])
            File.Copy(Path.Combine(TestHost.AppFolder, file), folder.File(file));
        File.Delete(folder.File(name));
        if (content is not null)
            await File.WriteAllTextAsync(folder.File(name), content);
        using var host = TestHost.Launch(bed, folder.Path);

        Assert.Equal(1, await host.Process.WaitForExitAsync(Eventually.Limit));
        Assert.Contains(name, host.Process.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnATakenPort_FailsAndNamesIt()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var host = TestHost.Launch(bed, address: new Uri($"http://{taken.LocalEndpoint}"));

        Assert.Equal(1, await host.Process.WaitForExitAsync(Eventually.Limit));
        Assert.Contains($"{taken.LocalEndpoint}", host.Process.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnOtherThanLoopbackWithoutKeys_FailsAndAsksForThem()
    {
        using var host = TestHost.Launch(bed, address: new Uri($"http://0.0.0.0:{FreePort.Next()}"));

        Assert.Equal(1, await host.Process.WaitForExitAsync(Eventually.Limit));
        Assert.Contains("LocalHost__FunctionKey", host.Process.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnTheStorageOfAnotherHost_FailsAndSaysSo()
    {
        using var first = await TestHost.StartAsync(bed);
        using var second = TestHost.Launch(bed);

        Assert.Equal(1, await second.Process.WaitForExitAsync(Eventually.Limit));
        Assert.Contains("storage", second.Process.Errors[^1], StringComparison.OrdinalIgnoreCase);
        Assert.True(await first.GetWorkerAsync() > 0);
    }
}
