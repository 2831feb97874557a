using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Orchestration;

[Collection(SharedHostCollection.Name)]
public sealed class DurableApiTests(SharedHost shared)
{
    private HttpClient Http => shared.Host.Http;

    [Fact]
    public async Task Status_WhileItRuns_IsAcceptedWithItsLocation()
    {
        using var started = await Http.StartAsync("Timer", "running", 60_000);
        using var response = await Http.GetAsync($"{Durable.Instances}/running");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(new Uri(Http.BaseAddress!, $"{Durable.Instances}/running").AbsolutePath, response.Headers.Location!.AbsolutePath);
        Assert.Equal(Http.BaseAddress!.Port, response.Headers.Location.Port);
    }

    [Fact]
    public async Task Status_OfNone_IsNotFound()
    {
        using var response = await Http.GetAsync($"{Durable.Instances}/none");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Terminate_OfARunningOne_SchedulesNothingMore()
    {
        using var started = await Http.StartAsync("Chain", "ended", 3000);
        await shared.Bed.WaitForAsync("begin ended-one");
        using var response = await Http.PostAsync($"{Durable.Instances}/ended/terminate?reason=enough", content: null);
        var status = await Http.FinishAsync("ended");
        await shared.Bed.WaitForAsync("end ended-one");
        await Http.RunAsync("Chain", "other", 0);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("Terminated", (string?)status["runtimeStatus"]);
        Assert.Equal("enough", (string?)status["output"]);
        Assert.Equal(0, shared.Bed.Count("begin ended-two"));
    }

    [Fact]
    public async Task Terminate_OfAnEndedOne_IsGone()
    {
        await Http.RunAsync("Timer", "done", 0);
        using var ofEnded = await Http.PostAsync($"{Durable.Instances}/done/terminate", content: null);
        using var ofNone = await Http.PostAsync($"{Durable.Instances}/none/terminate", content: null);

        Assert.Equal(HttpStatusCode.Gone, ofEnded.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, ofNone.StatusCode);
    }

    [Fact]
    public async Task Purge_OfAnEndedOne_ForgetsIt()
    {
        await Http.RunAsync("Timer", "purged", 0);
        using var purged = await Http.DeleteAsync($"{Durable.Instances}/purged");

        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        Assert.Null(await Http.FindStatusAsync("purged"));
    }

    [Fact]
    public async Task List_ByPrefixAndStatus_GivesThose()
    {
        foreach (var i in Enumerable.Range(0, 3))
            await Http.RunAsync("Timer", $"list_{i}", 0);
        await Http.RunAsync("Throws", "list_failed");

        Assert.Equal(["list_0", "list_1", "list_2"], await ListAsync("Completed"));
        Assert.Equal(["list_failed"], await ListAsync("Failed"));
    }

    private async Task<IEnumerable<string?>> ListAsync(string status) =>
        (
            await Http.GetFromJsonAsync<JsonArray>(
                $"{Durable.Instances}?instanceIdPrefix=list_&runtimeStatus={status}"))!.Select(instance =>
                    (string?)instance!["instanceId"])
            .Order(StringComparer.Ordinal);
}
