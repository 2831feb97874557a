using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Pipeline;

namespace VoicePrep.Api;

/// <summary>
/// The parts of a multipart/form-data body that count. The file goes to disk, because fields may come after it and storage wants
/// the clip's name and language first.
/// </summary>
/// <param name="Clip">Path of the file; null where there is none.</param>
internal sealed record MultipartForm(string? Clip, string? FileName, string? Language)
{
    private const int MaxBoundaryLength = 70; // RFC 2046
    private const int MaxFieldBytes = 1024;

    /// <summary>The files after the first: with it they are the recordings of one voice.</summary>
    public IReadOnlyList<FormFile> Others { get; init; } = [];

    /// <summary>What a voice of several recordings is called.</summary>
    public string? Name { get; init; }

    /// <exception cref="MalformedRequestException">The body is not what its headers promise.</exception>
    public static async Task<MultipartForm> ReadAsync(HttpRequest request, WorkFolder folder, CancellationToken cancellation)
    {
        var parts = new MultipartReader(BoundaryOf(request), request.Body);
        var form = new MultipartForm(null, null, null);
        string? fieldFileName = null;
        while (await WellFormedAsync(parts.ReadNextSectionAsync(cancellation)) is { } part)
        {
            var disposition = part.GetContentDispositionHeader();
            switch (HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value?.ToUpperInvariant())
            {
                case "FILE" when form.Clip is null:
                    var fileName = disposition!.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                    form = form with { Clip = await SaveAsync(part.Body, folder.File("upload"), cancellation), FileName = HeaderUtilities.RemoveQuotes(fileName).Value };
                    break;
                case "FILE" when form.Others.Count < VoiceJoining.MaxRecordings:
                    var name = disposition!.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                    var path = await SaveAsync(part.Body, folder.File($"upload-{form.Others.Count + 1}"), cancellation);
                    form = form with { Others = [.. form.Others, new FormFile(path, HeaderUtilities.RemoveQuotes(name).Value)] };
                    break;
                case "NAME":
                    form = form with { Name = await ReadTextAsync(part.Body, cancellation) };
                    break;
                case "FILENAME":
                    fieldFileName = await ReadTextAsync(part.Body, cancellation);
                    break;
                case "LANGUAGE":
                    form = form with { Language = await ReadTextAsync(part.Body, cancellation) };
                    break;
            }
        }

        return form with { FileName = string.IsNullOrWhiteSpace(fieldFileName) ? form.FileName : fieldFileName };
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= MaxBoundaryLength } boundary
            ? boundary.ToString()
            : throw new MalformedRequestException("Of the multipart types multipart/form-data is taken, with its boundary in the Content-Type header.");

    private static async Task<string> SaveAsync(Stream body, string path, CancellationToken cancellation)
    {
        await using var file = File.Create(path, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[64 * 1024];
        while (await WellFormedAsync(body.ReadAsync(buffer, cancellation).AsTask()) is > 0 and var count)
        {
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        return path;
    }

    private static async Task<string> ReadTextAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new byte[MaxFieldBytes];
        var count = await WellFormedAsync(body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).AsTask());
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    /// <summary>Tells what the request did wrong from what the disk does.</summary>
    private static async Task<T> WellFormedAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new MalformedRequestException($"The body is not multipart/form-data with the boundary of its Content-Type header, or is cut off: {e.Message}", e);
        }
    }
}

/// <summary>A file of a form, kept on disk.</summary>
/// <param name="FileName">As the uploader calls it; may be hostile.</param>
internal sealed record FormFile(string Path, string? FileName);
