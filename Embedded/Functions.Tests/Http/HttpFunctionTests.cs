using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Embedded.Functions.Tests.Http;

public sealed class HttpFunctionTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private HttpClient Http => shared.Host.Http;

    [Fact]
    public async Task Request_WithRouteAndQuery_BindsParameters()
    {
        var answer = await Http.GetFromJsonAsync<JsonObject>("api/echo/hello%20you/42?extra=more&text=query");

        Assert.Equal(
            """{"text":"hello you","number":42,"extra":"more","path":"/api/echo/hello you/42","function":"Echo","sameRequest":true,"sameScope":true,"canBeCancelled":true}""",
            answer!.ToJsonString());
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
    [InlineData("GET", HttpStatusCode.MethodNotAllowed)]
    public async Task Request_ByMethod_IsAnsweredAsDeclared(string method, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new(method), "api/Length") { Content = new StringContent("12345") };
        var response = await Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Created)
            Assert.Equal("5", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("api/unknown")]
    [InlineData("Length")]
    [InlineData("api/echo/hello/no-number")]
    public async Task Request_OfNoRoute_Is404(string path)
    {
        var response = await Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Function_Throwing_Is500WithEmptyBody()
    {
        var response = await Http.GetAsync("api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Function_WithoutResult_Is200WithEmptyBody()
    {
        var response = await Http.GetAsync("api/nothing");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_OverTheDefaultLimit_PassesWhereTheAppRaisesIt()
    {
        await using var host = await TestHost.StartAsync(settings: ("MaxBody", "40000000"));
        var response = await host.Http.PostAsync("api/length", new ByteArrayContent(new byte[35_000_000]));

        Assert.Equal("35000000", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_OverTheLimitOfTheApp_IsRefused()
    {
        await using var host = await TestHost.StartAsync(settings: ("MaxBody", "1000"));
        var response = await host.Http.PostAsync("api/length", new ByteArrayContent(new byte[1001]));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task RoutePrefix_OverriddenInTheSettings_IsUsed()
    {
        await using var host = await TestHost.StartAsync(settings: ("AzureFunctionsJobHost:extensions:http:routePrefix", ""));

        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("api/nothing")).StatusCode);
    }
}
