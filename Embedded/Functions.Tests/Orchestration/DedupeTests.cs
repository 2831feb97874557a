using System.Net;

namespace Embedded.Functions.Tests.Orchestration;

public sealed class DedupeTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private TestApi Api => shared.Host.Api;

    [Fact]
    public async Task Start_OfOneIdManyTimesAtOnce_GivesOneOrchestration()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Api.StartAsync("Chain", "once", "20", "dedupe=all")));
        await Api.WaitAsync("once");
        var afterwards = await Api.StartAsync("Chain", "once", "20", "dedupe=all");

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(HttpStatusCode.Conflict, afterwards.StatusCode);
        Assert.Single(shared.Host.Folder.Journal, line => line == "begin once-one");
    }

    [Fact]
    public async Task Start_WithoutDedupe_IsRefusedWhileOneRunsAndReplacesAFinishedOne()
    {
        await Api.StartAsync("Chain", "default", "100");
        var whileRunning = await Api.StartAsync("Chain", "default", "0");
        await Api.WaitAsync("default");
        var afterwards = await Api.StartAsync("Chain", "default", "0");
        await Api.WaitAsync("default");

        Assert.Equal(HttpStatusCode.Conflict, whileRunning.StatusCode);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
        Assert.Equal(2, shared.Host.Folder.Journal.Count(line => line == "begin default-three"));
    }

    [Fact]
    public async Task Start_WithEmptyDedupe_ReplacesARunningOne()
    {
        await Api.StartAsync("Timer", "replaced", "60000");
        var second = await Api.StartAsync("Chain", "replaced", "0", "dedupe=");
        var status = await Api.WaitAsync("replaced");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("Chain", (string?)status["name"]);
        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
    }

    [Theory]
    [InlineData("Terminated")]
    [InlineData("Nonsense")]
    public async Task Start_WithImpossibleDedupe_IsRefused(string statuses)
    {
        var response = await Api.StartAsync("Chain", "impossible", "0", $"dedupe={statuses}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Start_WithFailedDeduped_ReplacesACompletedOneOnly()
    {
        await Api.RunAsync("Throws", "failed");
        await Api.RunAsync("Chain", "completed", "0");

        Assert.Equal(HttpStatusCode.Conflict, (await Api.StartAsync("Chain", "failed", "0", "dedupe=Failed")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Api.StartAsync("Chain", "completed", "0", "dedupe=Failed")).StatusCode);
    }
}
