using Embedded.Functions.Orchestration;
using Embedded.TestApp;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Embedded.Functions.Tests;

/// <summary>The test app in the tests' own process.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private const string NoStorage =
        "DefaultEndpointsProtocol=http;AccountName=none;AccountKey=bm9uZQ==;BlobEndpoint=http://127.0.0.1:1/none;QueueEndpoint=http://127.0.0.1:1/none";

    private readonly IHost host;
    private readonly TestFolder? ownFolder;

    private TestHost(IHost host, TestFolder folder, bool ownsFolder)
    {
        this.host = host;
        ownFolder = ownsFolder ? folder : null;
        Folder = folder;
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Api = new(new Uri(addresses.Addresses.Single()));
    }

    public TestFolder Folder { get; }

    public TestApi Api { get; }

    public HttpClient Http => Api.Http;

    public DurableTaskClient Client => host.Services.GetRequiredService<EngineClient>();

    /// <param name="storage">A connection string; without it, blob functions find no storage.</param>
    /// <param name="folder">One that has been used before; a new one where null.</param>
    public static async Task<TestHost> StartAsync(
        string? storage = null, TestFolder? folder = null, params (string Key, string Value)[] settings)
    {
        var used = folder ?? new TestFolder();
        var started = App.Build(used.Arguments([("AzureWebJobsStorage", storage ?? NoStorage), .. settings]));
        await started.StartAsync();
        return new(started, used, folder is null);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        ownFolder?.Dispose();
    }
}

/// <summary>One host for all tests of a class.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
