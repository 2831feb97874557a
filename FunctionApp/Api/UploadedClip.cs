using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api;

/// <summary>A clip in a request, read as it arrives: nothing of it is kept in memory or on disk.</summary>
internal sealed record UploadedClip(Stream Content, string? FileName)
{
    /// <summary>What a multipart body may hold beside the clip. Bytes.</summary>
    public const int MultipartOverhead = 64 * 1024;

    /// <summary>
    /// How far over the limit a body is read before the connection is closed: the Functions host turns an answer that comes
    /// before it has sent everything into a 500. Bytes.
    /// </summary>
    public const int MaxExcessBytes = 8_000_000;

    private const string FileField = "file";

    /// <summary>The body itself, or the part <c>file</c> of multipart/form-data.</summary>
    /// <returns>Null where there is none or it is empty.</returns>
    public static async Task<UploadedClip?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Boundary.HasValue)
        {
            return await UnlessEmptyAsync(request.BodyReader, fileName: null, cancellation);
        }

        var parts = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
        while (await parts.ReadNextSectionAsync(cancellation) is { } part)
        {
            if (part.GetContentDispositionHeader() is { } disposition && HeaderUtilities.RemoveQuotes(disposition.Name).Equals(FileField, StringComparison.OrdinalIgnoreCase))
            {
                var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                return await UnlessEmptyAsync(PipeReader.Create(part.Body), HeaderUtilities.RemoveQuotes(fileName).Value, cancellation);
            }
        }

        return null;
    }

    private static async Task<UploadedClip?> UnlessEmptyAsync(PipeReader body, string? fileName, CancellationToken cancellation)
    {
        var first = await body.ReadAsync(cancellation);
        body.AdvanceTo(first.Buffer.Start);
        return first is { IsCompleted: true, Buffer.IsEmpty: true } ? null : new UploadedClip(body.AsStream(), fileName);
    }
}
