using System.Net;

namespace Embedded.Functions.Tests.Orchestration;

public sealed class OrchestrationTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private TestApi Api => shared.Host.Api;

    private string[] Journal => shared.Host.Folder.Journal;

    [Fact]
    public async Task Chain_OfActivities_RunsEachOnceInOrder()
    {
        var status = await Api.RunAsync("Chain", "chain", "1");

        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("chain-one chain-two chain-three", (string?)status["output"]);
        Assert.Equal("three", (string?)status["customStatus"]!["stage"]);
        Assert.Equal(
            ["begin chain-one", "end chain-one", "begin chain-two", "end chain-two", "begin chain-three", "end chain-three"],
            Journal.Where(line => line.Contains("chain-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FanOut_OverTheLimitOfActivities_RunsThatManyAtOnce()
    {
        var status = await Api.RunAsync("FanOut", "fan-out", "16");

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
        var status = await Api.RunAsync("Retry", id, $"{failures}");

        Assert.Equal(expected, (string?)status["runtimeStatus"]);
        Assert.Equal(attempts, Journal.Count(line => line == $"begin {id}"));
        if (expected == "Failed")
            Assert.Equal(
                "Microsoft.DurableTask.TaskFailedException: Task 'Do' (#4) failed with an unhandled exception: Do failed, attempt 3",
                (string?)status["output"]);
    }

    [Fact]
    public async Task RetryPolicy_WithBackOff_WaitsLongerEachTime()
    {
        await Api.RunAsync("Retry", "back-off", "2");

        var history = (await Api.GetStatusAsync("back-off", "showHistory=true"))["historyEvents"]!.AsArray();
        var timers = history.Where(e => (string?)e!["EventType"] == "TimerCreated")
            .Select(e => (DateTimeOffset)e!["FireAt"]! - (DateTimeOffset)e["Timestamp"]!);
        Assert.Equal([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)], timers);
        var failed = history.Where(e => (string?)e!["EventType"] == "TaskFailed").ToList();
        Assert.Equal(2, failed.Count);
        Assert.Equal("Do failed, attempt 1", (string?)failed[0]!["Reason"]);
    }

    [Fact]
    public async Task RetryHandler_AgreeingToNineRetries_ReachesTheFifthAttempt()
    {
        var status = await Api.RunAsync("RetryHandler", "handler", "4");

        Assert.Equal(5, (int?)status["output"]);
    }

    [Fact]
    public async Task Failure_ThatThePolicyDoesNotRetry_ReachesTheOrchestratorAtOnce()
    {
        var status = await Api.RunAsync("Catch", "catch");

        Assert.Equal("Refuse #0 System.ArgumentNullException no (Parameter 'input') True", (string?)status["output"]);
    }

    [Fact]
    public async Task Timer_OfOrchestrator_FiresAndReplaysTheSame()
    {
        var status = await Api.RunAsync("Timer", "timer", "200");

        var parts = ((string)status["output"]!).Split(' ');
        Assert.True(Guid.TryParse(parts[0], out _));
        Assert.Equal("True", parts[1]);
        Assert.Single(Journal, line => line == "timer awake");
    }

    [Fact]
    public async Task Code_ThatDoesSomethingElseInReplay_FailsTheOrchestration()
    {
        var status = await Api.RunAsync("Fickle", "fickle");

        Assert.Equal("Failed", (string?)status["runtimeStatus"]);
        Assert.Contains("has call 0 of 'Do' where the code of 'Fickle' asked for call 0 of 'Busy'", (string?)status["output"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_ThatAwaitsSomethingElse_FailsTheOrchestration()
    {
        var status = await Api.RunAsync("Impure", "impure");

        Assert.Equal("Failed", (string?)status["runtimeStatus"]);
        Assert.Contains("not a task of its context", (string?)status["output"], StringComparison.Ordinal);
        Assert.Equal("delaying", (string?)status["customStatus"]);
    }

    [Fact]
    public async Task Code_ThatLeavesItsThread_FailsTheOrchestration()
    {
        var status = await Api.RunAsync("Leaves", "leaves");

        Assert.Equal("Failed", (string?)status["runtimeStatus"]);
        Assert.DoesNotContain("begin leaves", Journal);
    }

    [Fact]
    public async Task Orchestrator_Throwing_FailsWithTypeAndMessage()
    {
        var status = await Api.RunAsync("Throws", "throws");
        var metadata = await shared.Host.Client.GetInstanceAsync("throws", getInputsAndOutputs: true);

        Assert.Equal("System.InvalidOperationException: Throws gives up", (string?)status["output"]);
        Assert.True(metadata!.FailureDetails!.IsCausedBy<InvalidOperationException>());
        Assert.False(metadata.FailureDetails.IsCausedBy<IOException>());
        Assert.True(metadata.IsCompleted);
    }

    [Fact]
    public async Task Start_OfUnknownOrchestrator_IsRefused()
    {
        var response = await Api.StartAsync("Unknown", "unknown");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Start_WithAMoment_StaysPendingUntilThen()
    {
        var start = DateTimeOffset.UtcNow;
        await Api.StartAsync("Chain", "later", "0", "delayMilliseconds=400");
        var before = await Api.GetStatusAsync("later");
        await Api.WaitAsync("later");

        Assert.Equal("Pending", (string?)before["runtimeStatus"]);
        Assert.True(DateTimeOffset.UtcNow - start >= TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task Client_WaitingForStartAndEnd_GetsEach()
    {
        var client = shared.Host.Client;
        var started = client.WaitForInstanceStartAsync("waited");
        var ended = client.WaitForInstanceCompletionAsync("waited", getInputsAndOutputs: true);
        await Api.StartAsync("Chain", "waited", "50");

        Assert.NotNull(await started);
        Assert.Equal("waited-one waited-two waited-three", (await ended).ReadOutputAs<string>());
        Assert.Throws<InvalidOperationException>((await started).ReadOutputAs<string>);
        Assert.Null(await client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Hundred_OrchestrationsAtOnce_AllComplete()
    {
        var ids = Enumerable.Range(0, 100).Select(i => $"many-{i}").ToList();
        await Task.WhenAll(ids.Select(id => Api.StartAsync("Chain", id, "0")));
        var statuses = await Task.WhenAll(ids.Select(Api.WaitAsync));

        Assert.All(statuses, status => Assert.Equal("Completed", (string?)status["runtimeStatus"]));
    }
}
