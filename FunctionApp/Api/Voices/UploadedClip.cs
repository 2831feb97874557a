using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Requests;

namespace VoicePrep.Api.Voices;

/// <summary>A clip in a request, with its name, language and consent.</summary>
/// <param name="Content">Null if there is none, or only an empty one.</param>
/// <param name="FileName">The uploader's name for it; may be hostile.</param>
/// <param name="Consent">Null if none was given.</param>
/// <param name="ConsentRecording">The recording in which the speaker consents; null if none was sent along.</param>
internal sealed record UploadedClip(
    Stream? Content, string? FileName, string? Language, ConsentClaim? Consent, FormFile? ConsentRecording = null)
{
    /// <summary>The clips after the first, which together with it are the recordings of one voice.</summary>
    public IReadOnlyList<FormFile> Others { get; init; } = [];

    /// <summary>The name of a voice of several recordings; null if none was given.</summary>
    public string? Name { get; init; }

    /// <summary>What a multipart body may hold beside the clip. Bytes.</summary>
    public const int MultipartOverhead = 64 * 1024;

    /// <summary>
    /// How far over the limit a body is read before the connection is closed: the Functions host turns an answer that comes
    /// before it has sent everything into a 500. Bytes.
    /// </summary>
    public const int MaxExcessBytes = 8_000_000;

    /// <summary>
    /// A body that arrives more slowly, after the grace period, is abandoned: it would hold its connection for hours. A host in front
    /// should have a stricter limit, because it forwards no answer before it has sent the whole body.
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
    /// The consent given in the query, or else in the headers <c>X-Consent</c> and <c>X-Consent-Clip</c>, which are percent-encoded like
    /// the query; null if there is none.
    /// </summary>
    public static ConsentClaim? ConsentOf(HttpRequest request)
    {
        return Claim(Find("consent", "X-Consent"), Find("consentClip", "X-Consent-Clip"));

        string? Find(string parameter, string header) =>
            Given(request.Query[parameter]) ?? (Given(request.Headers[header]) is { } text ? Given(Uri.UnescapeDataString(text)) : null);
    }

    /// <summary>Whether it is what a browser sends for a file field that was left empty.</summary>
    private static bool IsNone(FormFile? file) => file is { IsEmpty: true } && string.IsNullOrEmpty(file.FileName);

    private static ConsentClaim? Claim(string? reference, string? clip) => reference is null && clip is null ? null : new(reference, clip);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
