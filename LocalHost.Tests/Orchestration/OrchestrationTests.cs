using System.Net;
using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Orchestration;

[Collection(SharedHostCollection.Name)]
public sealed class OrchestrationTests(SharedHost shared)
{
    private HttpClient Http => shared.Host.Http;

    [Fact]
    public async Task Chain_OfActivities_RunsEachOnceInOrder()
    {
        var status = await Http.RunAsync("Chain", "chain", 1);

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("chain-one chain-two chain-three", (string?)status["output"]);
        Assert.Equal("three", (string?)status["customStatus"]!["stage"]);
        Assert.Equal(
            ["begin chain-one", "end chain-one", "begin chain-two", "end chain-two", "begin chain-three", "end chain-three"],
            shared.Bed.Journal.Where(line => line.Contains(" chain-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FanOut_OverTheLimitOfHostJson_RunsThatManyAtOnce()
    {
        var status = await Http.RunAsync("FanOut", "fan-out", 4);

        var mostAtOnce = status["output"]!.AsArray().Select(most => (int)most!).ToList();
        Assert.Equal(16, mostAtOnce.Count);
        Assert.Equal(4, mostAtOnce.Max());
    }

    [Theory]
    [InlineData(0, "Completed", 1)]
    [InlineData(2, "Completed", 3)]
    [InlineData(3, "Failed", 3)]
    public async Task RetryPolicy_OfThreeAttempts_TriesUntilItSucceedsOrThrice(int failures, string expected, int attempts)
    {
        var id = $"retry-{failures}";
        var status = await Http.RunAsync("Retry", id, failures);

        Assert.Equal(expected, (string?)status["runtimeStatus"]);
        Assert.Equal(attempts, shared.Bed.Count($"begin {id}"));
        if (expected == "Failed")
            Assert.Contains($"{id} failed, attempt 3", (string?)status["output"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RetryPolicy_WithBackOff_WaitsLongerEachTime()
    {
        await Http.RunAsync("Retry", "back-off", 2);
        var history = (await Http.FindStatusAsync("back-off", "showHistory=true"))!["historyEvents"]!.AsArray();

        var waits = history.Where(e => (string?)e!["EventType"] == "TimerFired").Select(e => (DateTimeOffset)e!["FireAt"]!)
            .Zip(
                history.Where(e => (string?)e!["EventType"] == "TaskFailed").Select(e => (DateTimeOffset)e!["Timestamp"]!),
                (fire, failed) => fire - failed)
            .ToList();
        Assert.Equal(2, waits.Count);
        Assert.True(waits[0] >= TimeSpan.FromMilliseconds(400), $"{waits[0]}");
        Assert.True(waits[1] >= TimeSpan.FromMilliseconds(800), $"{waits[1]}");
    }

    [Fact]
    public async Task Failure_ThatThePolicyDoesNotRetry_ReachesTheOrchestratorWithTypeAndText()
    {
        var status = await Http.RunAsync("Catch", "catch");

        Assert.Equal("Refuse System.ArgumentNullException no (Parameter 'input')", (string?)status["output"]);
    }

    [Fact]
    public async Task Timer_OfOrchestrator_FiresInTime()
    {
        var status = await Http.RunAsync("Timer", "timer", 3000);

        // Storage's queues hide a message for whole seconds, so that a timer may come up to one early, as on the real host.
        Assert.InRange((double)status["output"]!, 2000, double.MaxValue);
    }

    [Fact]
    public async Task Orchestrator_Throwing_FailsWithItsMessage()
    {
        var status = await Http.RunAsync("Throws", "throws");

        Assert.Equal("Failed", (string?)status["runtimeStatus"]);
        Assert.Contains("Throws gives up", (string?)status["output"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfOneIdManyTimesAtOnce_GivesOneOrchestration()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Http.StartAsync("Chain", "once", 20, "&dedupe=all")));
        await Http.FinishAsync("once");
        using var afterwards = await Http.StartAsync("Chain", "once", 20, "&dedupe=all");

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        Assert.NotEqual(HttpStatusCode.Accepted, afterwards.StatusCode);
        Assert.Equal(1, shared.Bed.Count("begin once-one"));
    }

    [Fact]
    public async Task Start_WithoutDedupe_ReplacesAFinishedOne()
    {
        await Http.RunAsync("Chain", "again", 0);
        using var second = await Http.StartAsync("Chain", "again", 0);
        await shared.Bed.WaitForAsync("end again-three", 2);

        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
    }

    [Fact]
    public async Task Start_OfManyAtOnce_CompletesAll()
    {
        var ids = Enumerable.Range(0, 30).Select(i => $"many-{i}").ToList();
        await Task.WhenAll(ids.Select(id => Http.StartAsync("Chain", id, 0)));
        var statuses = await Task.WhenAll(ids.Select(Http.FinishAsync));

        Assert.All(statuses, status => Assert.Equal("Completed", (string?)status["runtimeStatus"]));
    }
}
