using System.Net;
using Embedded.Functions.Hosting;
using Embedded.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Embedded.Functions.Tests.Http;

public sealed class KeyTests : IAsyncLifetime
{
    private const string FunctionKey = "function-key";
    private const string SystemKey = "system-key";
    private const string Durable = "runtime/webhooks/durabletask/instances/none";

    private TestHost protectedHost = null!;

    public async Task InitializeAsync() => protectedHost = await TestHost.StartAsync(
        settings: [("EmbeddedHost:FunctionKey", FunctionKey), ("EmbeddedHost:SystemKey", SystemKey)]);

    public async Task DisposeAsync() => await protectedHost.DisposeAsync();

    [Theory]
    [InlineData("api/keyed", null, HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", "", HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", "function-ke", HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", SystemKey, HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", FunctionKey, HttpStatusCode.OK)]
    [InlineData("api/admin", FunctionKey, HttpStatusCode.Unauthorized)]
    [InlineData("api/admin", SystemKey, HttpStatusCode.OK)]
    [InlineData("api/nothing", null, HttpStatusCode.OK)]
    [InlineData(Durable, null, HttpStatusCode.Unauthorized)]
    [InlineData(Durable, FunctionKey, HttpStatusCode.Unauthorized)]
    [InlineData(Durable, SystemKey, HttpStatusCode.NotFound)]
    public async Task Request_WithKey_IsAnsweredByLevel(string path, string? key, HttpStatusCode expected)
    {
        using var byHeader = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            byHeader.Headers.TryAddWithoutValidation("x-functions-key", key);
        var answers = new[]
        {
            await protectedHost.Http.SendAsync(byHeader),
            await protectedHost.Http.GetAsync(key is null ? path : $"{path}?code={key}"),
        };

        Assert.All(answers, answer => Assert.Equal(expected, answer.StatusCode));
        if (expected == HttpStatusCode.Unauthorized)
            Assert.Empty(await answers[0].Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task DurableApi_WithOnlyAFunctionKeySet_IsClosed()
    {
        await using var host = await TestHost.StartAsync(settings: ("EmbeddedHost:FunctionKey", FunctionKey));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.GetAsync(Durable)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.GetAsync($"{Durable}?code={FunctionKey}")).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("192.168.1.7", false)]
    [InlineData(null, false)]
    public void Guard_WithoutKeys_AllowsLoopbackOnly(string? localAddress, bool expected)
    {
        var guard = new KeyGuard(Options.Create(new EmbeddedHostOptions()));
        var context = new DefaultHttpContext();
        context.Connection.LocalIpAddress = localAddress is null ? null : IPAddress.Parse(localAddress);

        Assert.Equal(expected, guard.Allows(context, AuthorizationLevel.Function));
        Assert.Equal(expected, guard.Allows(context, AuthorizationLevel.System));
        Assert.True(guard.Allows(context, AuthorizationLevel.Anonymous));
    }
}
