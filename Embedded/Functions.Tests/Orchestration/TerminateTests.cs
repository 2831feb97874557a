using System.Net;
using Microsoft.DurableTask.Client;

namespace Embedded.Functions.Tests.Orchestration;

public sealed class TerminateTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Instances = "runtime/webhooks/durabletask/instances";

    private TestApi Api => shared.Host.Api;

    [Fact]
    public async Task Terminate_OfARunningOne_SchedulesNothingMore()
    {
        await Api.StartAsync("Chain", "ended", "200");
        await TestApi.EventuallyAsync(() => shared.Host.Folder.Journal.Contains("begin ended-one"));
        var response = await Api.Http.PostAsync($"{Instances}/ended/terminate?reason=enough", null);
        var status = await Api.WaitAsync("ended");
        await TestApi.EventuallyAsync(() => shared.Host.Folder.Journal.Contains("end ended-one"));
        await Api.RunAsync("Chain", "other", "0");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("Terminated", (string?)status["runtimeStatus"]);
        Assert.Equal("enough", (string?)status["output"]);
        Assert.DoesNotContain("begin ended-two", shared.Host.Folder.Journal);
        Assert.Equal("Terminated", (string?)(await Api.GetStatusAsync("ended"))["runtimeStatus"]);
    }

    [Fact]
    public async Task Terminate_OfAnEndedOne_IsGone()
    {
        await Api.RunAsync("Chain", "done", "0");

        Assert.Equal(HttpStatusCode.Gone, (await Api.Http.PostAsync($"{Instances}/done/terminate", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.Http.PostAsync($"{Instances}/none/terminate", null)).StatusCode);
    }

    [Fact]
    public async Task Purge_OfAnEndedOne_ForgetsIt()
    {
        await Api.RunAsync("Chain", "purged", "0");
        var response = await Api.Http.DeleteAsync($"{Instances}/purged");

        Assert.Equal("""{"instancesDeleted":1}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await Api.Http.GetAsync($"{Instances}/purged")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.Http.DeleteAsync($"{Instances}/purged")).StatusCode);
    }

    [Fact]
    public async Task Purge_OfARunningOne_LeavesItAlone()
    {
        await Api.StartAsync("Timer", "running", "60000");
        var result = await shared.Host.Client.PurgeInstanceAsync("running");
        await shared.Host.Client.TerminateInstanceAsync("running", new TerminateInstanceOptions(new { Why = "test" }));
        var metadata = await shared.Host.Client.GetInstanceAsync("running", getInputsAndOutputs: true);

        Assert.Equal(0, result.PurgedInstanceCount);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, metadata!.RuntimeStatus);
        Assert.Equal("""{"Why":"test"}""", metadata.SerializedOutput);
    }
}
