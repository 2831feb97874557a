using System.Net;
using VoicePrep.LocalHost.Tests.Support;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Faults;

public sealed class StorageTests : IAsyncLifetime
{
    private readonly TestBed bed = new();

    public Task InitializeAsync() => bed.InitializeAsync();

    public Task DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Storage_AwayForAWhile_IsWaitedForAndNothingIsLost()
    {
        using var host = await TestHost.StartAsync(bed);
        using var started = await host.Http.StartAsync("Chain", "before", 4000);
        await bed.WaitForAsync("begin before-one");
        await bed.Storage.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(20));
        using var whileAway = await host.Http.GetAsync("api/worker");
        await bed.Storage.StartAgainAsync();

        var before = await host.Http.FinishAsync("before");
        await Eventually.SucceedsAsync(async () =>
            (await host.Http.StartAsync("Chain", "after", 0, "&dedupe=all")).EnsureSuccessStatusCode());
        var after = await host.Http.FinishAsync("after");

        Assert.Equal(HttpStatusCode.OK, whileAway.StatusCode);
        Assert.Equal("before-one before-two before-three", (string?)before["output"]);
        Assert.Equal("after-one after-two after-three", (string?)after["output"]);
    }

    [Fact]
    public async Task Start_BeforeStorage_WaitsForItAndSaysThatItIsNotReady()
    {
        await bed.Storage.StopAsync();
        using var host = TestHost.Launch(bed);
        var early = await Eventually.IsAsync(
            async () =>
            {
                try
                {
                    return await host.Http.GetAsync("api/worker");
                }
                catch (HttpRequestException) when (!host.Process.HasExited)
                {
                    return null;
                }
            },
            () => "an answer");
        await Task.Delay(TimeSpan.FromSeconds(10));
        Assert.False(host.Process.HasExited, host.Process.Output);
        await bed.Storage.StartAgainAsync();
        await host.ListensAsync();
        using var ready = await host.Http.GetAsync("api/worker");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.NotNull(early.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task Storage_RefusingTheKey_EndsTheHostWithTheReason()
    {
        using var host = await TestHost.StartAsync(bed);
        await bed.Storage.StopAsync();
        bed.Storage.StartWithAnotherKey();

        Assert.Equal(1, await host.Process.WaitForExitAsync(Eventually.Limit));
        Assert.StartsWith(
            "A trigger gave up: Server failed to authenticate the request.", host.Process.Errors[^1], StringComparison.Ordinal);
    }
}
