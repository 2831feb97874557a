using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Testing;

/// <summary>A server of one file, that can cut connections, fall silent, and know nothing of ranges.</summary>
public sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FileServer(WebApplication app) => this.app = app;

    public byte[] Content { get; set; } = RandomNumberGenerator.GetBytes(300_000);

    /// <summary>Where the next responses are cut, one after the other; none left sends the whole file.</summary>
    public Queue<int> CutAfter { get; } = new();

    public bool SupportsRanges { get; set; } = true;

    /// <summary>Sends the header and then nothing.</summary>
    public bool FallsSilent { get; set; }

    /// <summary>The first byte that each request asked for.</summary>
    public IList<long> RequestedFrom { get; } = [];

    public Uri Url => new(new Uri(app.Urls.First()), "/models/file.bin");

    public string Sha1 => Convert.ToHexStringLower(SHA1.HashData(Content));

    public static async Task<FileServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FileServer(builder.Build());
        server.app.MapGet("/models/file.bin", server.SendAsync);
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task SendAsync(HttpContext context)
    {
        var tag = new EntityTagHeaderValue($"\"{Sha1}\"");
        var request = context.Request.GetTypedHeaders();
        var range = SupportsRanges && request.IfRange?.EntityTag?.Compare(tag, useStrongComparison: true) == true
            ? request.Range?.Ranges.Single().From
            : null;
        var from = (int)(range ?? 0);
        RequestedFrom.Add(request.Range?.Ranges.Single().From ?? 0);

        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.ContentLength = Content.Length - from;
        if (range is not null)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = new ContentRangeHeaderValue(from, Content.Length - 1, Content.Length);
        }

        var end = CutAfter.TryDequeue(out var cut) ? cut : Content.Length;
        await context.Response.Body.WriteAsync(Content.AsMemory(from, end - from), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (FallsSilent)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (end < Content.Length)
            context.Abort();
    }
}
