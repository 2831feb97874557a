namespace Embedded.Functions.Tests.Orchestration;

public sealed class CrashTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Kill_DuringEachActivity_RunsThatOneAgainAndNoOther()
    {
        foreach (var stage in (string[])["one", "two", "three"])
        {
            using var app = await TestProcess.StartAsync(folder);
            if (stage == "one")
                await app.Api.StartAsync("Chain", "chain", "1500");
            await WaitForAsync($"begin chain-{stage}");
            await app.KillAsync();
        }

        using var last = await TestProcess.StartAsync(folder);
        var status = await last.Api.WaitAsync("chain");

        Assert.Equal("chain-one chain-two chain-three", (string?)status["output"]);
        Assert.Equal(
            [
                "begin chain-one", "begin chain-one", "end chain-one",
                "begin chain-two", "begin chain-two", "end chain-two",
                "begin chain-three", "begin chain-three", "end chain-three",
            ],
            folder.Journal);
    }

    [Fact]
    public async Task Kill_DuringATimer_FiresItOnTimeAfterTheRestart()
    {
        using (var app = await TestProcess.StartAsync(folder))
        {
            await app.Api.StartAsync("Timer", "timer", "3000");
            await TestApi.EventuallyAsync(async () => (string?)(await app.Api.GetStatusAsync("timer"))["runtimeStatus"] != "Pending");
            await app.KillAsync();
        }
        Assert.DoesNotContain("begin timer-after", folder.Journal);

        using var again = await TestProcess.StartAsync(folder);
        var status = await again.Api.WaitAsync("timer");

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.EndsWith("True", (string?)status["output"], StringComparison.Ordinal);
        Assert.Single(folder.Journal, line => line == "begin timer-after");
    }

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNoAcceptedOrchestration()
    {
        List<string> accepted = [];
        foreach (var round in Enumerable.Range(0, 3))
        {
            using var app = await TestProcess.StartAsync(folder);
            var threshold = folder.Journal.Length + 40 * round;
            var starts = Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
            {
                var id = $"round-{round}-{i}";
                try
                {
                    (await app.Api.StartAsync("Chain", id, "5")).EnsureSuccessStatusCode();
                    lock (accepted)
                        accepted.Add(id);
                }
                catch (HttpRequestException)
                {
                    // Killed before it answered: nothing was promised.
                }
            }));
            await TestApi.EventuallyAsync(() => folder.Journal.Length > threshold);
            await app.KillAsync();
            await starts;
        }

        using var last = await TestProcess.StartAsync(folder);
        var statuses = await Task.WhenAll(accepted.Select(last.Api.WaitAsync));

        Assert.NotEmpty(accepted);
        Assert.All(statuses, status => Assert.Equal("Completed", (string?)status["runtimeStatus"]));
    }

    [Fact]
    public async Task Terminate_DuringAnActivity_StopsInTimeAndRunsItAgainAtTheNextStart()
    {
        using (var app = await TestProcess.StartAsync(folder))
        {
            await app.Api.StartAsync("Chain", "interrupted", "2000");
            await WaitForAsync("begin interrupted-one");

            Assert.Equal(0, await app.TerminateAsync());
            Assert.DoesNotContain("end interrupted-one", folder.Journal);
        }

        using var again = await TestProcess.StartAsync(folder);
        await WaitForAsync("end interrupted-one");

        Assert.Equal(["begin interrupted-one", "begin interrupted-one"], folder.Journal[..2]);
    }

    [Fact]
    public async Task Start_OnADataFolderInUse_FailsAndSaysSo()
    {
        using var app = await TestProcess.StartAsync(folder);
        var (exitCode, output) = await TestProcess.FailAsync(folder);

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"The data folder {folder.Data} is in use by another process", output, StringComparison.Ordinal);
    }

    private Task WaitForAsync(string line) => TestApi.EventuallyAsync(() => folder.Journal.Contains(line));
}
