using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary>Accepts the recordings for a voice, uploaded or named.</summary>
public sealed class RecordingsIntake(ClipStore clips, VoiceIntake intake, JoinedVoiceIntake joining)
{
    private const int MaxJsonBytes = 64 * 1024;

    /// <exception cref="MalformedRequestException">The body is not JSON of the expected form, or too long.</exception>
    public static async Task<NamedRecordings> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxJsonBytes + 1];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return (
                count > MaxJsonBytes
                    ? null
                    : JsonSerializer.Deserialize(buffer.AsSpan(0, count), VoiceJson.Default.NamedRecordings)) is { Clips: { } names } named
                && !names.Contains(null!)
                ? named
                : throw new JsonException("The clips are missing.");
        }
        catch (JsonException e)
        {
            throw new MalformedRequestException(
                $$"""The body is not JSON of at most {{MaxJsonBytes}} bytes such as { "name": "anna", "clips": [ "a.wav", "b.wav" ] }.""",
                e);
        }
    }

    /// <summary>Starts a voice from clips that are in the container.</summary>
    /// <param name="to">The voice of which it is the next version; null for a new one.</param>
    internal async Task<IResult> StartNamedAsync(
        HttpRequest request,
        DurableTaskClient client,
        VoiceRequest? to,
        NamedRecordings named,
        string? language,
        ConsentClaim? consent,
        CancellationToken cancellationToken)
    {
        if (Problem(to, named.Clips.Count) is { } problem)
            return problem;

        var found = await Task.WhenAll(named.Clips.Select(clip => intake.FindAsync(clip, language, consent, cancellationToken)));
        return Array.IndexOf(found, null) is >= 0 and var missing
            ? ApiProblem.ClipNotFound(named.Clips[missing])
            : await StartAsync(request, client, to, named.Name, [.. found.OfType<VoiceRequest>()], cancellationToken);
    }

    /// <summary>Stores the clips of a request and starts their voice.</summary>
    /// <param name="to">The voice of which it is the next version; null for a new one.</param>
    /// <param name="first">Content of the first clip.</param>
    internal async Task<IResult> StartUploadedAsync(
        HttpRequest request,
        DurableTaskClient client,
        VoiceRequest? to,
        UploadedClip upload,
        Stream first,
        string? language,
        CancellationToken cancellationToken)
    {
        if (Problem(to, 1 + upload.Others.Count) is { } problem)
            return problem;

        var stored = new List<VoiceRequest>();
        try
        {
            stored.Add(await StoreAsync(upload, upload.FileName, first, language, isPart: true, cancellationToken));
            foreach (var other in upload.Others)
            {
                await using var content = File.OpenRead(other.Path);
                stored.Add(await StoreAsync(upload, other.FileName, content, language, isPart: true, cancellationToken));
            }

            return await StartAsync(request, client, to, upload.Name, stored, cancellationToken);
        }
        catch
        {
            foreach (var clip in stored)
            {
                // no client knows them, and no event starts them
                await clips.DeleteAsync(clip.ClipName, clip.Etag, CancellationToken.None);
                await DiscardConsentAsync(clip.ClipName, clip.Consent);
            }

            throw;
        }
    }

    private async Task<IResult> StartAsync(
        HttpRequest request,
        DurableTaskClient client,
        VoiceRequest? to,
        string? name,
        IReadOnlyList<VoiceRequest> added,
        CancellationToken cancellationToken)
    {
        var called = to is not null ? ClipName.Shown(to.ClipName)
            : string.IsNullOrWhiteSpace(name) ? ClipName.Shown(added[0].ClipName)
            : ClipName.Safe(name);
        List<VoiceRequest> recordings = [.. RecordingsOf(to).Concat(added).DistinctBy(recording => recording.Id, StringComparer.Ordinal)];
        return VoiceAnswer.Started(
            request, await joining.StartAsync(client, called, (to?.Version ?? 0) + 1, recordings, cancellationToken));
    }

    private static IReadOnlyList<VoiceRequest> RecordingsOf(VoiceRequest? voice) => voice is null ? [] : voice.Recordings ?? [voice];

    private static IResult? Problem(VoiceRequest? to, int added) => (RecordingsOf(to).Count + added) switch
    {
        0 => Invalid("No recordings are named: name at least one clip."),
        > JoinedVoiceIntake.MaxRecordings => // those of a form are counted no further
            Invalid($"There are more than {JoinedVoiceIntake.MaxRecordings} recordings, the most that a voice has. Send the best ones."),
        _ => null,
    };

    private static IResult Invalid(string detail) =>
        ApiProblem.Create(
            StatusCodes.Status400BadRequest, ProblemCodes.RecordingsInvalid, "A voice cannot be made of these recordings", detail);

    /// <summary>Stores a clip of a request, with its language and consent.</summary>
    /// <param name="isPart">Whether it is one of several recordings of a voice.</param>
    internal async Task<VoiceRequest> StoreAsync(
        UploadedClip upload, string? fileName, Stream content, string? language, bool isPart, CancellationToken cancellationToken)
    {
        var name = ClipName.Fresh(fileName);
        var consent = await StoreConsentAsync(upload, name, cancellationToken);
        var metadata = new Dictionary<string, string>(consent?.ToMetadata() ?? [], StringComparer.Ordinal);
        if (language is not null)
            metadata[VoiceIntake.LanguageMetadata] = language;

        if (isPart)
            metadata[VoiceRequest.PartMetadata] = "true";

        try
        {
            var stored = await clips.AddAsync(name, content, metadata, cancellationToken);
            return VoiceRequest.For(name, stored.ETag, language, stored.LastModified, consent) with { IsPart = isPart };
        }
        catch
        {
            await DiscardConsentAsync(name, consent);
            throw;
        }
    }

    /// <summary>Deletes the recording of consent that was sent with a clip that is not kept.</summary>
    private Task DiscardConsentAsync(string clipName, ConsentClaim? consent) =>
        ClipName.OwnConsent(consent, clipName) is { } own ? clips.DeleteAsync(own, CancellationToken.None) : Task.CompletedTask;

    /// <summary>Stores the recording of consent that was sent along, before the clip, whose event may start the voice at once.</summary>
    private async Task<ConsentClaim?> StoreConsentAsync(UploadedClip upload, string clipName, CancellationToken cancellationToken)
    {
        if (upload.ConsentRecording is not { } recording)
            return upload.Consent;

        var name = ClipName.OfConsent(clipName, recording.FileName);
        await using var content = File.OpenRead(recording.Path);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [VoiceRequest.PartMetadata] = "true" };
        await clips.AddAsync(name, content, metadata, cancellationToken);
        return new ConsentClaim(upload.Consent?.Reference, name);
    }
}
