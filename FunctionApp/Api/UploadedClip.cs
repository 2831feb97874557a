using Microsoft.AspNetCore.Http;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Api;

/// <summary>A clip in a request, and what was said of it there.</summary>
/// <param name="Content">Null where there is none or it is empty.</param>
/// <param name="FileName">As the uploader calls it; may be hostile.</param>
internal sealed record UploadedClip(Stream? Content, string? FileName, string? Language)
{
    /// <summary>What came after the first: with it these are the recordings of one voice.</summary>
    public IReadOnlyList<FormFile> Others { get; init; } = [];

    /// <summary>What a voice of several recordings is called; null where nothing was said.</summary>
    public string? Name { get; init; }

    /// <summary>What a multipart body may hold beside the clip. Bytes.</summary>
    public const int MultipartOverhead = 64 * 1024;

    /// <summary>
    /// How far over the limit a body is read before the connection is closed: the Functions host turns an answer that comes
    /// before it has sent everything into a 500. Bytes.
    /// </summary>
    public const int MaxExcessBytes = 8_000_000;

    /// <summary>The body itself, read as it arrives, or the part <c>file</c> of multipart/form-data, kept in <paramref name="folder"/>.</summary>
    /// <exception cref="MalformedRequestException">The body is not the multipart/form-data that its headers promise.</exception>
    public static async Task<UploadedClip> ReadAsync(HttpRequest request, WorkFolder folder, CancellationToken cancellation)
    {
        var (fileName, language, name) = (Given(request.Query["fileName"]), Given(request.Query["language"]), Given(request.Query["name"]));
        if (request.ContentType?.TrimStart().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            var first = await request.BodyReader.ReadAsync(cancellation);
            request.BodyReader.AdvanceTo(first.Buffer.Start);
            return new(first is { IsCompleted: true, Buffer.IsEmpty: true } ? null : request.BodyReader.AsStream(leaveOpen: true), fileName, language) { Name = name };
        }

        var form = await MultipartForm.ReadAsync(request, folder, cancellation);
        var isEmpty = form.Clip is null || new FileInfo(form.Clip).Length == 0;
        return new(isEmpty ? null : File.OpenRead(form.Clip!), fileName ?? Given(form.FileName), language ?? Given(form.Language)) { Others = form.Others, Name = name ?? Given(form.Name) };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
