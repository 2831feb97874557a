using System.Collections.Concurrent;
using System.Net;
using System.Text;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary>A collector of OpenTelemetry that keeps what is posted to it.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, string Body)> posts = new();

    public Collector()
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
        _ = ListenAsync();
    }

    public string Address { get; }

    public string Received(string path) => string.Concat(posts.Where(post => post.Path == path).Select(post => post.Body));

    public void Dispose() => ((IDisposable)listener).Dispose();

    private async Task ListenAsync()
    {
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            posts.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.Close();
        }
    }
}
