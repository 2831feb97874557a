using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace VoicePrep.Models;

/// <summary>Downloads large files to <c>NAME.partial</c>, resuming interrupted downloads, and renames them once checked.</summary>
/// <param name="idleLimit">How long the server may send nothing; the default is 30 s.</param>
public sealed class ModelDownloader(HttpClient http, TimeSpan? idleLimit = null)
{
    private const int Attempts = 5;
    private const int BufferBytes = 1 << 17;

    private readonly TimeSpan idleLimit = idleLimit ?? TimeSpan.FromSeconds(30);

    /// <summary>A client for large files, which limits only connecting; this class limits how long a server may be silent.</summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Fetches <paramref name="url"/> to <paramref name="target"/>.</summary>
    /// <param name="bytes">Its size; null if unknown.</param>
    /// <param name="sha1">Its SHA-1 in hexadecimal; null if unknown.</param>
    /// <exception cref="ModelFileException">It cannot be fetched, or is a different file; the message says what to do.</exception>
    public async Task DownloadAsync(
        Uri url, string target, long? bytes, string? sha1, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var partial = new PartialFile(target);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(url, partial, bytes, progress, cancellationToken);
                break;
            }
            catch (Exception e) when (IsTransient(e, cancellationToken))
            {
                if (attempt == Attempts)
                    throw Unreachable(url, target, e);
                await Task.Delay(TimeSpan.FromSeconds(0.5 * attempt), cancellationToken);
            }
            catch (HttpRequestException e)
            {
                throw Unreachable(url, target, e);
            }
        }

        await CheckAsync(url, partial, bytes, sha1, cancellationToken);
        partial.Complete();
    }

    /// <summary>The SHA-1 of a file, in lower-case hexadecimal.</summary>
    public static async Task<string> Sha1Async(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA1.HashDataAsync(file, cancellationToken));
    }

    private async Task FetchAsync(
        Uri url, PartialFile partial, long? bytes, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(idleLimit);

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (partial.Resumable is { } resumable)
        {
            request.Headers.Range = new RangeHeaderValue(resumable.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(resumable.Tag);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, idle.Token);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            partial.Delete();
            throw new IOException("the server has fewer bytes than were fetched before");
        }
        response.EnsureSuccessStatusCode();

        // A server that does not support ranges, or whose file has changed since, sends the whole file.
        var resumed = response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == partial.Length;
        await using var file = partial.Open(resumed, response.Headers.ETag);
        var total = bytes ?? (resumed ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength);
        await using var body = await response.Content.ReadAsStreamAsync(idle.Token);
        var buffer = new byte[BufferBytes];
        while (true)
        {
            idle.CancelAfter(idleLimit);
            var read = await body.ReadAsync(buffer, idle.Token);
            if (read == 0)
                break;
            await file.WriteAsync(buffer.AsMemory(0, read), idle.Token);
            progress?.Report(new(file.Position, total));
        }
        if (file.Length < total)
            throw new IOException($"the connection ended after {file.Length:N0} of {total:N0} bytes");
    }

    private static async Task CheckAsync(Uri url, PartialFile partial, long? bytes, string? sha1, CancellationToken cancellationToken)
    {
        var actual = sha1 is null ? null : await Sha1Async(partial.Path, cancellationToken);
        var sizeDiffers = bytes is not null && partial.Length != bytes;
        if (!sizeDiffers && string.Equals(actual, sha1, StringComparison.OrdinalIgnoreCase))
            return;
        var length = partial.Length;
        partial.Delete();
        throw new ModelFileException(
            $"{url} is not the file that the catalogue describes: it has {length:N0} bytes{Expected(bytes)} "
                + $"and SHA-1 {actual ?? "unknown"}{(sha1 is null ? "" : $", not {sha1}")}. It was deleted. Try again; "
                + "if it stays so, the file was changed at its source.");
    }

    private static string Expected(long? bytes) => bytes is null ? "" : $" (expected {bytes:N0})";

    /// <summary>Broken connections, silence and server errors are retried; a refusal such as 404 is not.</summary>
    private static bool IsTransient(Exception e, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException { StatusCode: { } status } => (int)status is >= 500 or 408 or 429,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };

    private static ModelFileException Unreachable(Uri url, string target, Exception e)
    {
        var reason = e is OperationCanceledException ? "the server sent nothing for too long" : e.Message;
        return new(
            $"{url} could not be fetched: {reason}. Try again (what came is kept), or fetch it elsewhere and put it at {target}", e);
    }
}

/// <summary>The progress of a download.</summary>
/// <param name="TotalBytes">Null if unknown.</param>
public readonly record struct DownloadProgress(long Bytes, long? TotalBytes);
