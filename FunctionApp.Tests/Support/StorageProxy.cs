using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoicePrep.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace VoicePrep.Tests.Support;

/// <summary>
/// Stands between the service and the emulator's blobs, so that a test sees each request and can act at that very moment.
/// </summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly HttpMessageInvoker client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Azurite azurite;
    private readonly WebApplication app;

    private StorageProxy(Azurite azurite)
    {
        this.azurite = azurite;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddHttpForwarder();
        app = builder.Build();
        app.Map("{**path}", context => Handle(context, () => ForwardAsync(context)));
    }

    /// <summary>Called with each request, and with a function that forwards it.</summary>
    public Func<HttpContext, Func<Task>, Task> Handle { get; set; } = (_, forward) => forward();

    /// <summary>The emulator's connection string, with this proxy for blobs.</summary>
    public string ConnectionString => azurite.ConnectionString.Replace(Emulator, app.Urls.First(), StringComparison.Ordinal);

    private string Emulator => azurite.Blobs.Uri.GetLeftPart(UriPartial.Authority);

    public static async Task<StorageProxy> StartAsync(Azurite azurite)
    {
        var proxy = new StorageProxy(azurite);
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private Task ForwardAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHttpForwarder>()
            .SendAsync(context, Emulator, client, ForwarderRequestConfig.Empty)
            .AsTask();
}
