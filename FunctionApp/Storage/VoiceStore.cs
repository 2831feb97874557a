using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Requests;

namespace VoicePrep.Storage;

/// <summary>Reads and writes a voice's artefacts. Writing is idempotent: an artefact is overwritten whole.</summary>
public sealed class VoiceStore(BlobServiceClient storage)
{
    private readonly BlobContainerClient work = storage.GetBlobContainerClient(BlobNames.Work);
    private readonly BlobContainerClient voices = storage.GetBlobContainerClient(BlobNames.Voices);

    /// <summary>The profile of a completed voice, or null.</summary>
    public Task<VoiceProfile?> ReadProfileAsync(string voiceId, CancellationToken cancellationToken) =>
        ReadAsync(voiceId, VoiceFiles.Profile, VoiceJson.Default.VoiceProfile, cancellationToken);

    /// <summary>Why a voice was rejected, and what it was made from; or null.</summary>
    public Task<StoredRejection?> ReadStoredRejectionAsync(string voiceId, CancellationToken cancellationToken) =>
        ReadAsync(voiceId, VoiceFiles.Rejection, VoiceJson.Default.StoredRejection, cancellationToken);

    /// <summary>True if a profile or a rejection is stored, or the voice was erased: nothing is left to do.</summary>
    public async Task<bool> IsSettledAsync(string voiceId, CancellationToken cancellationToken) =>
        (await Task.WhenAll(
            IsCompleteAsync(voiceId, cancellationToken),
            ExistsAsync(BlobNames.For(voiceId, VoiceFiles.Rejection), cancellationToken),
            IsErasedAsync(voiceId, cancellationToken))).Contains(true);

    /// <summary>True once a voice is complete.</summary>
    public Task<bool> IsCompleteAsync(string voiceId, CancellationToken cancellationToken) =>
        ExistsAsync(BlobNames.For(voiceId, VoiceFiles.Profile), cancellationToken);

    /// <summary>True once a voice's erasure has begun, so that whatever still works on the voice, or starts late, sees it.</summary>
    public Task<bool> IsErasedAsync(string voiceId, CancellationToken cancellationToken) =>
        ExistsAsync(BlobNames.Erased(voiceId), cancellationToken);

    /// <summary>Begins a voice's erasure.</summary>
    public Task MarkErasedAsync(string voiceId, CancellationToken cancellationToken) =>
        voices.GetBlobClient(BlobNames.Erased(voiceId)).UploadAsync(BinaryData.Empty, overwrite: true, cancellationToken);

    /// <summary>Removes the marks of erasures that began before a given time: nothing can be written for those voices any more.</summary>
    public async Task ForgetErasuresAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (var mark in voices.GetBlobsAsync(new GetBlobsOptions { Prefix = BlobNames.Erased("") }, cancellationToken))
        {
            if (mark.Properties.LastModified < before)
                await voices.DeleteBlobIfExistsAsync(mark.Name, cancellationToken: cancellationToken);
        }
    }

    /// <summary>The time by storage's clock, which dates everything stored; this machine's clock may be wrong or be changed.</summary>
    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken)
    {
        using var answer = (await voices.GetPropertiesAsync(cancellationToken: cancellationToken)).GetRawResponse();
        return answer.Headers.Date ?? throw new InvalidDataException("Storage's answer has no date.");
    }

    /// <summary>The request for a voice; null if there is none.</summary>
    public async Task<VoiceRequest?> ReadRequestAsync(string voiceId, CancellationToken cancellationToken) =>
        (await DownloadAsync(voiceId, VoiceFiles.Request, cancellationToken))?.Content.ToObjectFromJson<VoiceRequest>();

    /// <summary>The same, but also null for a voice that was or is being erased.</summary>
    public async Task<VoiceRequest?> FindRequestAsync(string voiceId, CancellationToken cancellationToken) =>
        await IsErasedAsync(voiceId, cancellationToken) ? null : await ReadRequestAsync(voiceId, cancellationToken);

    /// <summary>True if <see cref="WriteRequestAsync"/> has stored the request.</summary>
    public Task<bool> IsAskedForAsync(string voiceId, CancellationToken cancellationToken) =>
        ExistsAsync(BlobNames.For(voiceId, VoiceFiles.Request), cancellationToken);

    /// <summary>True for a recording of consent that belongs to a voice, even if the voice's clip is gone.</summary>
    public Task<bool> IsClaimedAsync(string consentName, CancellationToken cancellationToken) =>
        ExistsAsync(BlobNames.ClaimOf(consentName), cancellationToken);

    /// <summary>Stores the request, unless it is stored already, and marks the clip's own recording of consent as the voice's.</summary>
    public async Task WriteRequestAsync(VoiceRequest request, CancellationToken cancellationToken)
    {
        if (ClipName.OwnConsent(request.Consent, request.ClipName) is { } consent)
            await voices.GetBlobClient(BlobNames.ClaimOf(consent)).UploadAsync(BinaryData.Empty, overwrite: true, cancellationToken);

        var options = Options(VoiceFiles.Request);
        options.Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All };
        try
        {
            await voices.GetBlobClient(BlobNames.For(request.Id, VoiceFiles.Request))
                .UploadAsync(BinaryData.FromObjectAsJson(request), options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // It is the same one.
        }
    }

    /// <summary>Stores the profile, which makes the voice complete.</summary>
    public Task CompleteAsync(VoiceProfile profile, CancellationToken cancellationToken) =>
        WriteAsync(profile.Id, VoiceFiles.Profile, profile, VoiceJson.Default.VoiceProfile, cancellationToken);

    /// <summary>Stores why the clip was rejected.</summary>
    public Task RejectAsync(StoredRejection rejection, CancellationToken cancellationToken) =>
        WriteAsync(rejection.Id, VoiceFiles.Rejection, rejection, VoiceJson.Default.StoredRejection, cancellationToken);

    /// <summary>Copies a work file to the local <paramref name="path"/>.</summary>
    /// <returns>False if it is gone because the voice is settled, as a repeated activity finds.</returns>
    public Task<bool> DownloadWorkAsync(string voiceId, string file, string path, CancellationToken cancellationToken) =>
        DownloadAsync(work, voiceId, file, path, cancellationToken);

    /// <summary>Stores a local file as a work file.</summary>
    public Task UploadWorkAsync(string voiceId, string file, string path, CancellationToken cancellationToken) =>
        work.GetBlobClient(BlobNames.For(voiceId, file)).UploadAsync(path, overwrite: true, cancellationToken);

    /// <summary>Copies one of the voice's files to the local <paramref name="path"/>.</summary>
    /// <returns>As for <see cref="DownloadWorkAsync"/>.</returns>
    public Task<bool> DownloadAsync(string voiceId, string file, string path, CancellationToken cancellationToken) =>
        DownloadAsync(voices, voiceId, file, path, cancellationToken);

    /// <summary>Stores one of the voice's files.</summary>
    public Task UploadAsync(string voiceId, string file, BinaryData content, CancellationToken cancellationToken) =>
        voices.GetBlobClient(BlobNames.For(voiceId, file)).UploadAsync(content, Options(file), cancellationToken);

    /// <summary>Stores the local file at <paramref name="path"/> as one of the voice's files.</summary>
    public Task UploadAsync(string voiceId, string file, string path, CancellationToken cancellationToken) =>
        voices.GetBlobClient(BlobNames.For(voiceId, file)).UploadAsync(path, Options(file), cancellationToken);

    /// <summary>Copies one of a voice's files, if it exists, to another voice.</summary>
    public async Task CopyAsync(string fromVoiceId, string toVoiceId, string file, CancellationToken cancellationToken)
    {
        if (await DownloadAsync(fromVoiceId, file, cancellationToken) is { Content: var content })
            await UploadAsync(toVoiceId, file, content, cancellationToken);
    }

    /// <summary>Opens one of the voice's files (none is large) and returns it with its ETag; null if it does not exist.</summary>
    public async Task<(Stream Content, string ETag)?> OpenVersionAsync(string voiceId, string file, CancellationToken cancellationToken) =>
        await DownloadAsync(voiceId, file, cancellationToken) is { } version
            ? (version.Content.ToStream(), version.Details.ETag.ToString("H"))
            : null;

    /// <summary>The names of the voice's files, including the request.</summary>
    public Task<IReadOnlyList<string>> ListAsync(string voiceId, CancellationToken cancellationToken) =>
        voices.ListFilesAsync(voiceId, cancellationToken);

    /// <summary>Deletes the intermediate files of a voice.</summary>
    public Task DeleteWorkAsync(string voiceId, bool withConsent, CancellationToken cancellationToken)
    {
        string[] files = withConsent ? [BlobNames.Trimmed, BlobNames.Speech, BlobNames.Consent] : [BlobNames.Trimmed, BlobNames.Speech];
        return Task.WhenAll(
            files.Select(file => work.DeleteBlobIfExistsAsync(BlobNames.For(voiceId, file), cancellationToken: cancellationToken)));
    }

    private async Task<bool> DownloadAsync(
        BlobContainerClient container, string voiceId, string file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await container.GetBlobClient(BlobNames.For(voiceId, file)).DownloadToAsync(path, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            if (await IsSettledAsync(voiceId, cancellationToken))
                return false;

            throw;
        }
    }

    private async Task<bool> ExistsAsync(string blob, CancellationToken cancellationToken) =>
        await voices.GetBlobClient(blob).ExistsAsync(cancellationToken);

    private async Task<T?> ReadAsync<T>(string voiceId, string file, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await DownloadAsync(voiceId, file, cancellationToken) is { Content: var content }
            ? JsonSerializer.Deserialize(content.ToMemory().Span, type)
            : null;

    /// <summary>One of the voice's files; null if it does not exist.</summary>
    private async Task<BlobDownloadResult?> DownloadAsync(string voiceId, string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await voices.GetBlobClient(BlobNames.For(voiceId, file)).DownloadContentAsync(cancellationToken)).Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Stores one of the voice's files.</summary>
    public Task WriteAsync<T>(string voiceId, string file, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        UploadAsync(voiceId, file, new BinaryData(JsonSerializer.SerializeToUtf8Bytes(value, type)), cancellationToken);

    private static BlobUploadOptions Options(string file) => new() { HttpHeaders = new() { ContentType = VoiceFiles.ContentType(file) } };
}
