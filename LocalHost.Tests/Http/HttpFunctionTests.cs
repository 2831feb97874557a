using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Http;

[Collection(SharedHostCollection.Name)]
public sealed class HttpFunctionTests(SharedHost shared)
{
    private HttpClient Http => shared.Host.Http;

    [Fact]
    public async Task Request_WithRouteAndQuery_BindsParameters()
    {
        var answer = (await Http.GetFromJsonAsync<JsonObject>("api/echo/hello%20you/42?extra=more&text=query"))!;
        answer.Remove("traceParent");

        Assert.Equal(
            """{"text":"hello you","number":42,"extra":"more","path":"/api/echo/hello you/42","function":"Echo"}""",
            answer.ToJsonString());
    }

    [Fact]
    public async Task Request_WithoutOptionalQuery_BindsNull()
    {
        var answer = await Http.GetFromJsonAsync<JsonObject>("api/echo/hello/42");

        Assert.Null(answer!["extra"]);
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.Created)]
    [InlineData("PUT", HttpStatusCode.Created)]
    [InlineData("GET", HttpStatusCode.NotFound)]
    [InlineData("DELETE", HttpStatusCode.NotFound)]
    [InlineData("OPTIONS", HttpStatusCode.NotFound)]
    public async Task Request_ByMethod_IsAnsweredAsDeclaredOrNotFound(string method, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new(method), "api/Length") { Content = new StringContent("12345") };
        using var response = await Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Created)
            Assert.Equal("5", await response.Content.ReadAsStringAsync());
    }

    /// <summary>A page in a browser may give its own name the address of the machine that it is looked at on.</summary>
    [Theory]
    [InlineData("api/worker", "localhost", HttpStatusCode.OK)]
    [InlineData("api/worker", "127.0.0.1:80", HttpStatusCode.OK)]
    [InlineData("api/worker", "page.example", HttpStatusCode.BadRequest)]
    [InlineData("runtime/webhooks/durabletask/instances", "page.example", HttpStatusCode.BadRequest)]
    public async Task Request_WithoutKeysUnderAName_IsAnsweredWhereThatIsThisMachines(string path, string name, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = name;
        using var response = await Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("api/unknown")]
    [InlineData("worker")]
    [InlineData("api/echo/hello/no-number")]
    [InlineData("runtime/webhooks/unknown")]
    public async Task Request_OfNoRoute_IsNotFound(string path)
    {
        using var response = await Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Request_HeaderWithOtherLettersThanAscii_ReachesTheFunction()
    {
        using var client = new HttpClient(
            new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
        { BaseAddress = Http.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Said", "Zoë 声");

        Assert.Equal("Zoë 声", await client.GetStringAsync("api/said"));
    }

    /// <summary>The host adds some of its own: a request that the worker's web server refused would be answered after a minute.</summary>
    [Theory]
    [InlineData(80, 10, HttpStatusCode.OK)]
    [InlineData(95, 10, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    [InlineData(3, 10_000, HttpStatusCode.OK)]
    [InlineData(4, 8_000, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task Request_AsManyHeadersAsTheWorkerTakes_IsAnsweredOrRefusedByTheHost(int count, int length, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/worker");
        for (var i = 0; i < count; i++)
            request.Headers.Add($"X-{i}", new string('x', length));
        using var response = await Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Function_Throwing_IsAServerErrorWithoutTheReason()
    {
        using var response = await Http.GetAsync("api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("Nothing at", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_GoingAway_CancelsTheFunction()
    {
        using var caller = new CancellationTokenSource();
        var waiting = Http.GetAsync("api/wait/caller", caller.Token);
        await shared.Bed.WaitForAsync("wait caller");
        await caller.CancelAsync();

        await shared.Bed.WaitForAsync("cancelled caller");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData("GET", "api/echo/traced/1")]
    [InlineData("POST", "api/start/Trace/traced")]
    public async Task Trace_OfTheCaller_GoesOnInTheWorker(string method, string path)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await Http.SendAsync(request);
        var traceParent = method == "POST"
            ? (await Http.FinishAsync("traced"))["output"]
            : (await response.Content.ReadFromJsonAsync<JsonObject>())!["traceParent"];

        Assert.Matches($"^00-{trace}-[0-9a-f]{{16}}-01$", (string)traceParent!);
    }
}
