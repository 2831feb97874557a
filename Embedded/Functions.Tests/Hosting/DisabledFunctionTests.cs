using System.Net;

namespace Embedded.Functions.Tests.Hosting;

public sealed class DisabledFunctionTests
{
    [Fact]
    public async Task Function_Disabled_IsAsIfItWereNotThere()
    {
        await using var host = await TestHost.StartAsync(settings:
        [
            ("AzureWebJobs:Nothing:Disabled", "true"),
            ("AzureWebJobs.Keyed.Disabled", "1"),
            ("AzureWebJobs:Timer:Disabled", "True"),
            ("AzureWebJobs:Busy:Disabled", "true"),
            ("AzureWebJobs:Echo:Disabled", "false"),
        ]);
        var status = await host.Api.RunAsync("FanOut", "fan-out", "1");

        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("api/nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("api/keyed")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("api/echo/a/1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Api.StartAsync("Timer", "timer", "0")).StatusCode);
        Assert.Equal("Failed", (string?)status["runtimeStatus"]);
        Assert.Contains("The activity 'Busy' does not exist or is disabled", (string?)status["output"], StringComparison.Ordinal);
    }
}
