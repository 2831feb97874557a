using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace VoicePrep.Tests.Trust;

/// <summary>
/// Stands between the service and the emulator's blobs: notes when each voice ended, and refuses some of the writes by which an activity
/// ends: that activity fails, and the app knows of no injection.
/// </summary>
internal sealed class FaultyStorage : IAsyncDisposable
{
    /// <summary>What each activity writes once, and last: validation, conversion, transcription, and a rejection.</summary>
    private static readonly string[] LastWrites = ["/trimmed.wav", "/asr.wav", "/profile.json", "/rejection.json"];

    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(100) };

    private readonly ConcurrentDictionary<string, long> ended = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> reads = [];
    private readonly HttpMessageInvoker client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Azurite azurite;
    private readonly WebApplication app;
    private int writes;
    private int failed;

    private FaultyStorage(Azurite azurite)
    {
        this.azurite = azurite;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddHttpForwarder();
        app = builder.Build();
        app.Map("{**path}", SendAsync);
    }

    /// <summary>Fails each n-th activity; 0 fails none.</summary>
    public int FailsEach { get; set; }

    /// <summary>How many activities failed by it.</summary>
    public int Failed => failed;

    /// <summary>When the profile or rejection of each voice was stored, by its ID; a timestamp of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyDictionary<string, long> Ended => ended;

    /// <summary>How long storage took for each answer to a read. ms.</summary>
    public IReadOnlyCollection<double> Reads => reads;

    /// <summary>The emulator's connection string, with blobs by way of this.</summary>
    public string ConnectionString =>
        azurite.ConnectionString.Replace(azurite.Blobs.Uri.GetLeftPart(UriPartial.Authority), app.Urls.First(), StringComparison.Ordinal);

    public static async Task<FaultyStorage> StartAsync(Azurite azurite)
    {
        var storage = new FaultyStorage(azurite);
        await storage.app.StartAsync();
        return storage;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task SendAsync(HttpContext context)
    {
        if (FailsEach > 0
            && HttpMethods.IsPut(context.Request.Method)
            && LastWrites.Any(name => context.Request.Path.Value!.EndsWith(name, StringComparison.Ordinal))
            && Interlocked.Increment(ref writes) % FailsEach == 0)
        {
            Interlocked.Increment(ref failed);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.Headers["x-ms-error-code"] = "AuthenticationFailed";
            return;
        }

        var asked = Stopwatch.GetTimestamp();
        await context.RequestServices.GetRequiredService<IHttpForwarder>()
            .SendAsync(context, azurite.Blobs.Uri.GetLeftPart(UriPartial.Authority), client, Config);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            reads.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        else if (HttpMethods.IsPut(context.Request.Method)
            && context.Response.StatusCode == StatusCodes.Status201Created
            && context.Request.Path.Value!.Split('/') is [.., var id, VoiceFiles.Profile or VoiceFiles.Rejection])
            ended.TryAdd(id, Stopwatch.GetTimestamp());
    }
}
