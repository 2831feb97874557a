using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Pipeline;

namespace VoicePrep.Api.Voices;

/// <summary>
/// The relevant parts of a multipart/form-data body. Files are written to disk, because fields may come after them, and storage needs the
/// clip's name and language first.
/// </summary>
internal sealed record MultipartForm
{
    private const int MaxBoundaryLength = 70; // RFC 2046
    private const int MaxFieldBytes = 64 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The parts <c>file</c>; if there are several, they are the recordings of one voice.</summary>
    public IReadOnlyList<FormFile> Files { get; init; } = [];

    /// <summary>The name of the first file, if it is given as a separate field.</summary>
    public string? FileName { get; init; }

    public string? Language { get; init; }

    /// <summary>What a voice of several recordings is called.</summary>
    public string? Name { get; init; }

    public string? Consent { get; init; }

    /// <summary>Name of a recording in the container in which the speaker consents.</summary>
    public string? ConsentClip { get; init; }

    /// <summary>The recording in which the speaker consents, if it was sent along.</summary>
    public FormFile? ConsentRecording { get; init; }

    /// <exception cref="MalformedRequestException">The body is not what its headers promise.</exception>
    public static async Task<MultipartForm> ReadAsync(HttpRequest request, WorkFolder folder, CancellationToken cancellationToken)
    {
        var parts = new MultipartReader(BoundaryOf(request), request.Body);
        var form = new MultipartForm();
        while (await WellFormedAsync(parts.ReadNextSectionAsync(cancellationToken)) is { } part)
        {
            var disposition = part.GetContentDispositionHeader();
            switch (HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value?.ToUpperInvariant())
            {
                case "FILE" when form.Files.Count <= JoinedVoiceIntake.MaxRecordings:
                    form = form with
                    {
                        Files =
                        [
                            .. form.Files,
                            await SaveAsync(part.Body, disposition!, folder.File($"upload-{form.Files.Count}"), cancellationToken),
                        ],
                    };
                    break;
                case "CONSENTCLIP" when form.ConsentRecording is null && disposition!.IsFileDisposition():
                    form = form with
                    {
                        ConsentRecording = await SaveAsync(part.Body, disposition!, folder.File("consent"), cancellationToken),
                    };
                    break;
                case "CONSENTCLIP":
                    form = form with { ConsentClip = await ReadTextAsync("consentClip", part.Body, cancellationToken) };
                    break;
                case "CONSENT":
                    form = form with { Consent = await ReadTextAsync("consent", part.Body, cancellationToken) };
                    break;
                case "NAME":
                    form = form with { Name = await ReadTextAsync("name", part.Body, cancellationToken) };
                    break;
                case "FILENAME":
                    form = form with { FileName = await ReadTextAsync("fileName", part.Body, cancellationToken) };
                    break;
                case "LANGUAGE":
                    form = form with { Language = await ReadTextAsync("language", part.Body, cancellationToken) };
                    break;
            }
        }

        return form;
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= MaxBoundaryLength } boundary
            ? boundary.ToString()
            : throw new MalformedRequestException(
                "The only multipart type accepted is multipart/form-data, with its boundary in the Content-Type header.");

    private static async Task<FormFile> SaveAsync(
        Stream body, ContentDispositionHeaderValue disposition, string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[64 * 1024];
        while (await WellFormedAsync(body.ReadAsync(buffer, cancellationToken).AsTask()) is > 0 and var count)
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);

        return new FormFile(
            path, HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value);
    }

    private static async Task<string> ReadTextAsync(string field, Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        var count = await WellFormedAsync(
            body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).AsTask());
        if (count > MaxFieldBytes)
            throw new MalformedRequestException($"The field '{field}' has more than {MaxFieldBytes} bytes.");
        try
        {
            return Utf8.GetString(buffer, 0, count);
        }
        catch (DecoderFallbackException e)
        {
            throw new MalformedRequestException($"The field '{field}' is not UTF-8.", e);
        }
    }

    /// <summary>Distinguishes faults of the request from those of the disk.</summary>
    private static async Task<T> WellFormedAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new MalformedRequestException(
                $"The body is not multipart/form-data with the boundary of its Content-Type header, or is cut off: {e.Message}", e);
        }
    }
}

/// <summary>A file of a form, kept on disk.</summary>
/// <param name="FileName">The uploader's name for it; may be hostile.</param>
internal sealed record FormFile(string Path, string? FileName)
{
    public bool IsEmpty => new FileInfo(Path).Length == 0;
}
