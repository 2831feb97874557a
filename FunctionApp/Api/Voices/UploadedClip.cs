using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Requests;

namespace VoicePrep.Api.Voices;

/// <summary>A clip in a request, with what the request says of it.</summary>
/// <param name="Content">Null where there is none, or a single one that is empty.</param>
/// <param name="FileName">As the uploader calls it; may be hostile.</param>
/// <param name="Consent">Null where nothing was said of it.</param>
/// <param name="ConsentRecording">The recording in which the speaker consents; null where none came along.</param>
internal sealed record UploadedClip(
    Stream? Content, string? FileName, string? Language, ConsentClaim? Consent, FormFile? ConsentRecording = null)
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

    /// <summary>
    /// A body that comes slower, once the time of grace is over, is given up: it would hold its connection for hours. A host that has such
    /// a limit too should be the stricter one: before it has sent the whole body it passes no answer on.
    /// </summary>
    public static MinDataRate SlowestLine { get; } = new(bytesPerSecond: 3072, gracePeriod: TimeSpan.FromSeconds(20));

    /// <summary>The body itself, read as it arrives, or the form's part <c>file</c>, kept in <paramref name="folder"/>.</summary>
    /// <exception cref="MalformedRequestException">The body is not the multipart/form-data that its headers promise.</exception>
    public static async Task<UploadedClip> ReadAsync(HttpRequest request, WorkFolder folder, CancellationToken cancellationToken)
    {
        var (fileName, language, consent, name) = (
            Given(request.Query["fileName"]), Given(request.Query["language"]), ConsentOf(request), Given(request.Query["name"]));
        if (request.ContentType?.TrimStart().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            var first = await request.BodyReader.ReadAsync(cancellationToken);
            request.BodyReader.AdvanceTo(first.Buffer.Start);
            return new(
                first is { IsCompleted: true, Buffer.IsEmpty: true } ? null : request.BodyReader.AsStream(leaveOpen: true),
                fileName,
                language,
                consent)
            { Name = name };
        }

        var form = await MultipartForm.ReadAsync(request, folder, cancellationToken);
        var clip = form.Files is [var file, ..] ? file : null;
        return new(
            clip is null || (form.Files.Count == 1 && clip.IsEmpty) ? null : File.OpenRead(clip.Path),
            fileName ?? Given(form.FileName) ?? Given(clip?.FileName),
            language ?? Given(form.Language),
            Claim(consent?.Reference ?? Given(form.Consent), consent?.Clip ?? Given(form.ConsentClip)),
            IsNone(form.ConsentRecording) ? null : form.ConsentRecording)
        {
            Others = [.. form.Files.Skip(1)],
            Name = name ?? Given(form.Name),
        };
    }

    /// <summary>
    /// What the query, or else the headers <c>X-Consent</c> and <c>X-Consent-Clip</c>, say of consent; null where they say nothing.
    /// Headers are percent-encoded, as the query is.
    /// </summary>
    public static ConsentClaim? ConsentOf(HttpRequest request)
    {
        return Claim(Find("consent", "X-Consent"), Find("consentClip", "X-Consent-Clip"));

        string? Find(string parameter, string header) =>
            Given(request.Query[parameter]) ?? (Given(request.Headers[header]) is { } text ? Given(Uri.UnescapeDataString(text)) : null);
    }

    /// <summary>What a browser sends of a file that was not chosen.</summary>
    private static bool IsNone(FormFile? file) => file is { IsEmpty: true } && string.IsNullOrEmpty(file.FileName);

    private static ConsentClaim? Claim(string? reference, string? clip) => reference is null && clip is null ? null : new(reference, clip);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
