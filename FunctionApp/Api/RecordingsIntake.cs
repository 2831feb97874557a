using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Storage;

namespace VoicePrep.Api;

/// <summary>Takes the recordings that a voice is to be made of: uploaded, or named.</summary>
public sealed class RecordingsIntake(ClipStore clips, VoiceStore voices, VoiceIntake intake, VoiceJoining joining)
{
    private const int MaxJsonBytes = 64 * 1024;

    /// <summary>What a voice was made of; null where there is none, or it is erased.</summary>
    public async Task<VoiceRequest?> FindVoiceAsync(string id, CancellationToken cancellation) =>
        await voices.IsErasedAsync(id, cancellation) ? null : await voices.ReadRequestAsync(id, cancellation);

    /// <exception cref="MalformedRequestException">The body is no JSON of the form, or too long to be.</exception>
    public static async Task<NamedRecordings> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new byte[MaxJsonBytes + 1];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        try
        {
            return (count > MaxJsonBytes ? null : JsonSerializer.Deserialize(buffer.AsSpan(0, count), VoiceJson.Default.NamedRecordings)) is { Clips: { } names } named && !names.Contains(null!)
                ? named
                : throw new JsonException("The clips are missing.");
        }
        catch (JsonException e)
        {
            throw new MalformedRequestException($$"""The body is no JSON of at most {{MaxJsonBytes}} bytes such as { "name": "anna", "clips": [ "a.wav", "b.wav" ] }.""", e);
        }
    }

    /// <summary>Starts a voice of clips that are in the container.</summary>
    /// <param name="to">The voice of which it is the next version; null for a new one.</param>
    internal async Task<IResult> StartNamedAsync(HttpRequest request, DurableTaskClient client, VoiceRequest? to, NamedRecordings named, string? language, CancellationToken cancellation)
    {
        if (Problem(to, named.Clips.Count) is { } problem)
        {
            return problem;
        }

        var found = await Task.WhenAll(named.Clips.Select(clip => intake.FindAsync(clip, language, cancellation)));
        return Array.IndexOf(found, null) is >= 0 and var missing
            ? ApiProblem.ClipNotFound(named.Clips[missing])
            : await StartAsync(request, client, to, named.Name, [.. found.OfType<VoiceRequest>()], cancellation);
    }

    /// <summary>Stores the clips of a request and starts their voice.</summary>
    /// <param name="to">The voice of which it is the next version; null for a new one.</param>
    /// <param name="first">Content of the first clip.</param>
    internal async Task<IResult> StartUploadedAsync(
        HttpRequest request, DurableTaskClient client, VoiceRequest? to, UploadedClip upload, Stream first, string? language, CancellationToken cancellation)
    {
        if (Problem(to, 1 + upload.Others.Count) is { } problem)
        {
            return problem;
        }

        var stored = new List<VoiceRequest>();
        try
        {
            stored.Add(await StoreAsync(upload.FileName, first, language, cancellation));
            foreach (var other in upload.Others)
            {
                await using var content = File.OpenRead(other.Path);
                stored.Add(await StoreAsync(other.FileName, content, language, cancellation));
            }

            return await StartAsync(request, client, to, upload.Name, stored, cancellation);
        }
        catch
        {
            await Task.WhenAll(stored.Select(clip => clips.DeleteAsync(clip.ClipName, clip.Etag, CancellationToken.None))); // nobody was told of them, and no event starts them
            throw;
        }
    }

    private async Task<IResult> StartAsync(HttpRequest request, DurableTaskClient client, VoiceRequest? to, string? name, IReadOnlyList<VoiceRequest> added, CancellationToken cancellation)
    {
        var called = to is not null ? ClipName.Shown(to.ClipName) : string.IsNullOrWhiteSpace(name) ? ClipName.Shown(added[0].ClipName) : ClipName.Safe(name);
        List<VoiceRequest> recordings = [.. RecordingsOf(to).Concat(added).DistinctBy(recording => recording.Id, StringComparer.Ordinal)];
        return VoiceAnswer.Started(request, await joining.StartAsync(client, called, (to?.Version ?? 0) + 1, recordings, cancellation));
    }

    private static IReadOnlyList<VoiceRequest> RecordingsOf(VoiceRequest? voice) => voice is null ? [] : voice.Recordings ?? [voice];

    private static IResult? Problem(VoiceRequest? to, int added) => (RecordingsOf(to).Count + added) switch
    {
        0 => Invalid("No recordings are named: name at least one clip."),
        > VoiceJoining.MaxRecordings and var count => Invalid($"These are {count} recordings: a voice has at most {VoiceJoining.MaxRecordings}. Take those that are best."),
        _ => null,
    };

    private static IResult Invalid(string detail) =>
        ApiProblem.Create(StatusCodes.Status400BadRequest, ProblemCodes.RecordingsInvalid, "A voice cannot be made of these recordings", detail);

    private async Task<VoiceRequest> StoreAsync(string? fileName, Stream content, string? language, CancellationToken cancellation)
    {
        var name = ClipName.Fresh(fileName);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [VoiceIntake.PartMetadata] = "true" };
        if (language is not null)
        {
            metadata[VoiceIntake.LanguageMetadata] = language;
        }

        var stored = await clips.AddAsync(name, content, metadata, cancellation);
        return VoiceRequest.For(name, stored.ETag, language, stored.LastModified) with { IsPart = true };
    }
}
