using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Embedded.Functions.Tests.Http;

public sealed class DurableApiTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Instances = "runtime/webhooks/durabletask/instances";

    private TestApi Api => shared.Host.Api;

    [Fact]
    public async Task Status_WhileItRuns_Is202WithLocationAndRetryAfter()
    {
        await Api.StartAsync("Timer", "running", "60000");
        var response = await Api.Http.GetAsync($"{Instances}/running?showInput=false");
        var status = await response.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(new Uri(Api.Http.BaseAddress!, $"{Instances}/running?showInput=false"), response.Headers.Location);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
        Assert.Null(status!["input"]);
    }

    [Fact]
    public async Task Status_WhenItHasEnded_Is200WithDurablesJson()
    {
        await Api.RunAsync("Chain", "ended", "0");
        var response = await Api.Http.GetAsync($"{Instances}/ended");
        var status = (await response.Content.ReadFromJsonAsync<JsonObject>())!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"],
            status.Select(property => property.Key));
        Assert.Equal("0", (string?)status["input"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string?)status["createdTime"]);
    }

    [Fact]
    public async Task Status_WithHistory_ShowsEachActivityOnce()
    {
        await Api.RunAsync("Chain", "history", "0");
        var brief = (await Api.GetStatusAsync("history", "showHistory=true&showInput=false"))["historyEvents"]!.AsArray();
        var full = (await Api.GetStatusAsync("history", "showHistory=true&showHistoryOutput=true"))["historyEvents"]!.AsArray();

        Assert.Equal(
            ["ExecutionStarted", "TaskCompleted", "TaskCompleted", "TaskCompleted", "ExecutionCompleted"],
            brief.Select(e => (string?)e!["EventType"]));
        Assert.Equal(["EventType", "Timestamp", "ScheduledTime", "FunctionName"], brief[1]!.AsObject().Select(property => property.Key));
        Assert.Equal("history-one", (string?)full[1]!["Result"]!["Name"]);
        Assert.Equal("Completed", (string?)full[^1]!["OrchestrationStatus"]);
    }

    [Fact]
    public async Task Status_OfAFailedOne_Is500OnlyWhereAskedFor()
    {
        await Api.RunAsync("Throws", "failed");

        Assert.Equal(HttpStatusCode.OK, (await Api.Http.GetAsync($"{Instances}/failed")).StatusCode);
        Assert.Equal(
            HttpStatusCode.InternalServerError,
            (await Api.Http.GetAsync($"{Instances}/failed?returnInternalServerErrorOnFailure=true")).StatusCode);
    }

    [Fact]
    public async Task Status_OfNone_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Api.Http.GetAsync($"{Instances}/none")).StatusCode);

    [Fact]
    public async Task List_ByPrefixAndStatus_GivesPages()
    {
        foreach (var i in Enumerable.Range(0, 5))
            await Api.RunAsync("Chain", $"list_{i}", "0");
        await Api.RunAsync("Throws", "list_failed");

        var completed = $"{Instances}?instanceIdPrefix=list_&runtimeStatus=Completed&top=3";
        var first = await Api.Http.GetAsync(completed);
        using var request = new HttpRequestMessage(HttpMethod.Get, completed);
        request.Headers.Add("x-ms-continuation-token", first.Headers.GetValues("x-ms-continuation-token"));
        var second = await Api.Http.SendAsync(request);

        Assert.Equal(["list_0", "list_1", "list_2"], await IdsAsync(first));
        Assert.Equal(["list_3", "list_4"], await IdsAsync(second));
        Assert.False(second.Headers.Contains("x-ms-continuation-token"));
        Assert.Equal(["list_failed"], await IdsAsync(await Api.Http.GetAsync($"{Instances}?instanceIdPrefix=list_&runtimeStatus=Failed,Terminated")));
        Assert.Empty(await IdsAsync(await Api.Http.GetAsync($"{Instances}?instanceIdPrefix=list_&createdTimeTo=2020-01-01T00:00:00Z")));
    }

    private static async Task<IEnumerable<string?>> IdsAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonArray>())!.Select(status => (string?)status!["instanceId"]);
}
