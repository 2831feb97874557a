using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Trust;

/// <summary>
/// Stands between the service and the emulator's blobs: records when each voice ended, and refuses some of the last writes of activities,
/// which then fail without any test code in the app.
/// </summary>
internal sealed class FaultyStorage : IAsyncDisposable
{
    /// <summary>The file that each activity writes once, and last: validation, conversion, transcription, and a rejection.</summary>
    private static readonly string[] LastWrites = ["/trimmed.wav", "/asr.wav", "/profile.json", "/rejection.json"];

    private readonly ConcurrentDictionary<string, long> ended = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> reads = [];
    private readonly StorageProxy proxy;
    private int writes;
    private int failed;

    private FaultyStorage(StorageProxy proxy)
    {
        this.proxy = proxy;
        proxy.Handle = SendAsync;
    }

    /// <summary>Fails each n-th activity; 0 fails none.</summary>
    public int FailsEach { get; set; }

    /// <summary>How many activities it made fail.</summary>
    public int Failed => failed;

    /// <summary>When the profile or rejection of each voice was stored, by its ID; a timestamp of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyDictionary<string, long> Ended => ended;

    /// <summary>How long storage took for each answer to a read. ms.</summary>
    public IReadOnlyCollection<double> Reads => reads;

    /// <summary>The emulator's connection string, with this proxy for blobs.</summary>
    public string ConnectionString => proxy.ConnectionString;

    public static async Task<FaultyStorage> StartAsync(Azurite azurite) => new(await StorageProxy.StartAsync(azurite));

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    private async Task SendAsync(HttpContext context, Func<Task> forward)
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
        await forward();
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            reads.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        else if (HttpMethods.IsPut(context.Request.Method)
            && context.Response.StatusCode == StatusCodes.Status201Created
            && context.Request.Path.Value!.Split('/') is [.., var id, VoiceFiles.Profile or VoiceFiles.Rejection])
            ended.TryAdd(id, Stopwatch.GetTimestamp());
    }
}
