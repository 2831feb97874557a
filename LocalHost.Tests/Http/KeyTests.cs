using System.Net;
using VoicePrep.LocalHost.Tests.Support;

namespace VoicePrep.LocalHost.Tests.Http;

public sealed class KeyTests(
    KeyTests.LockedHost shared, KeyTests.HalfLockedHost half) : IClassFixture<KeyTests.LockedHost>, IClassFixture<KeyTests.HalfLockedHost>
{
    private const string FunctionKey = "function-key";
    private const string SystemKey = "system-key";
    private const string MasterKey = "master-key";
    private const string Instance = Durable.Instances + "/none";

    [Theory]
    [InlineData("api/keyed", null, HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", "", HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", "function-ke", HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", SystemKey, HttpStatusCode.Unauthorized)]
    [InlineData("api/keyed", FunctionKey, HttpStatusCode.OK)]
    [InlineData("api/keyed", MasterKey, HttpStatusCode.OK)]
    [InlineData("api/admin", FunctionKey, HttpStatusCode.Unauthorized)]
    [InlineData("api/admin", SystemKey, HttpStatusCode.Unauthorized)]
    [InlineData("api/admin", MasterKey, HttpStatusCode.OK)]
    [InlineData("api/worker", null, HttpStatusCode.OK)]
    [InlineData(Instance, null, HttpStatusCode.Unauthorized)]
    [InlineData(Instance, FunctionKey, HttpStatusCode.Unauthorized)]
    [InlineData(Instance, SystemKey, HttpStatusCode.NotFound)]
    [InlineData(Instance, MasterKey, HttpStatusCode.NotFound)]
    public async Task Request_WithKey_IsAnsweredByLevel(string path, string? key, HttpStatusCode expected)
    {
        using var byHeader = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            byHeader.Headers.TryAddWithoutValidation("x-functions-key", key);
        using var toHeader = await shared.Host.Http.SendAsync(byHeader);
        using var toQuery = await shared.Host.Http.GetAsync(key is null ? path : $"{path}?code={key}");

        Assert.Equal(expected, toHeader.StatusCode);
        Assert.Equal(expected, toQuery.StatusCode);
    }

    [Fact]
    public async Task DurableClient_WithKeys_StartsAndManages()
    {
        using var started = await shared.Host.Http.StartAsync("Timer", "keyed", 0);
        using var status = await shared.Host.Http.GetAsync($"{Durable.Instances}/keyed?code={SystemKey}");

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.True(status.IsSuccessStatusCode);
    }

    /// <summary>Whatever a key that is not set would open stays closed.</summary>
    [Fact]
    public async Task Request_ToAHostWithOnlyAFunctionKey_IsAnsweredByFunctionsAlone()
    {
        (string, HttpStatusCode)[] paths =
            [("api/keyed", HttpStatusCode.OK), ("api/admin", HttpStatusCode.Unauthorized), (Instance, HttpStatusCode.Unauthorized)];
        foreach (var (path, withKey) in paths)
        {
            (string, HttpStatusCode)[] keys =
            [
                ("", HttpStatusCode.Unauthorized), (SystemKey, HttpStatusCode.Unauthorized), (MasterKey, HttpStatusCode.Unauthorized),
                (FunctionKey, withKey),
            ];
            foreach (var (key, expected) in keys)
            {
                using var response = await half.Host.Http.GetAsync($"{path}?code={key}");
                Assert.Equal(expected, response.StatusCode);
            }
        }
    }

    public sealed class LockedHost : SharedHost
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [("LocalHost__FunctionKey", FunctionKey), ("LocalHost__SystemKey", SystemKey), ("LocalHost__MasterKey", MasterKey)];
    }

    public sealed class HalfLockedHost : SharedHost
    {
        protected override IEnumerable<(string Name, string Value)> Settings => [("LocalHost__FunctionKey", FunctionKey)];
    }
}
