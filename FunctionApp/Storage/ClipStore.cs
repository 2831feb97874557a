using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Requests;

namespace VoicePrep.Storage;

/// <summary>The container of uploaded clips.</summary>
public sealed class ClipStore(BlobServiceClient storage)
{
    private readonly BlobContainerClient clips = storage.GetBlobContainerClient(BlobNames.Clips);

    /// <summary>
    /// The name under which storage keeps a clip: storage treats a backslash as a slash, and addresses have no <c>..</c>. Null if the name
    /// leads out of the container, or to the container itself.
    /// </summary>
    public string? NameOf(string clipName)
    {
        if (clipName.AsSpan().Trim("/\\").IsEmpty)
            return null;
        var (container, path) = ($"{clips.Uri.AbsolutePath}/", clips.GetBlobClient(clipName.Replace('\\', '/')).Uri.AbsolutePath);
        return path.Length > container.Length && path.StartsWith(container, StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[container.Length..])
            : null;
    }

    /// <summary>Size, ETag and metadata of a clip's current version; null if there is none.</summary>
    public async Task<BlobProperties?> FindAsync(string clipName, CancellationToken cancellationToken)
    {
        try
        {
            return await clips.GetBlobClient(clipName).GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 400 or 404)
        {
            return null; // 400: no blob can have this name
        }
    }

    /// <summary>The stored clips, including recordings of consent.</summary>
    /// <param name="prefix">Only names with this prefix; null for all.</param>
    public async IAsyncEnumerable<StoredClip> ListAsync(
        string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var clip in clips.GetBlobsAsync(
            new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata }, cancellationToken))
        {
            var (etag, stored) = (VoiceId.Plain(clip.Properties.ETag.ToString()!), clip.Properties.LastModified!.Value);
            yield return new StoredClip(clip.Name, etag, stored, clip.Metadata.ContainsKey(VoiceRequest.PartMetadata));
        }
    }

    /// <summary>Stores a new clip, never overwriting another; an upload that fails or is cancelled leaves no blob.</summary>
    public async Task<BlobContentInfo> AddAsync(
        string clipName, Stream content, IDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Metadata = metadata, Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        return await clips.GetBlobClient(clipName).UploadAsync(content, options, cancellationToken);
    }

    /// <summary>True if a version of a clip still exists.</summary>
    public async Task<bool> ExistsAsync(string clipName, string etag, CancellationToken cancellationToken) =>
        await FindAsync(clipName, cancellationToken) is { } clip && VoiceId.Plain(clip.ETag.ToString()) == etag;

    /// <summary>Deletes one version of a clip; a changed one is left alone.</summary>
    public async Task DeleteAsync(string clipName, string etag, CancellationToken cancellationToken)
    {
        try
        {
            await clips.GetBlobClient(clipName)
                .DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, VersionOf(etag), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Changed.
        }
    }

    /// <summary>Opens one version of a clip; null if it is gone because the clip was changed or deleted.</summary>
    public async Task<Stream?> OpenAsync(string clipName, string etag, CancellationToken cancellationToken)
    {
        try
        {
            return await clips.GetBlobClient(clipName)
                .OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Conditions = VersionOf(etag) }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>Deletes a clip, whatever its version.</summary>
    public Task DeleteAsync(string clipName, CancellationToken cancellationToken) =>
        clips.GetBlobClient(clipName).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <summary>Copies one version of a clip to <paramref name="path"/>.</summary>
    /// <param name="isWanted">Called with its length in bytes; if it returns false, the clip is not read, and its source has no
    /// hash.</param>
    /// <returns>The clip's source; null if that version is gone because the clip was changed or deleted.</returns>
    public async Task<ClipSource?> DownloadAsync(
        string clipName, string etag, string path, Func<long, bool> isWanted, CancellationToken cancellationToken)
    {
        var version = new BlobDownloadOptions { Conditions = VersionOf(etag) };
        try
        {
            using var download = (await clips.GetBlobClient(clipName).DownloadStreamingAsync(version, cancellationToken)).Value;
            if (!isWanted(download.Details.ContentLength))
                return new ClipSource(clipName, etag, Sha256: null, download.Details.ContentLength);

            using var sha256 = SHA256.Create();
            await using var file = File.Create(path);
            await using var hashing = new CryptoStream(file, sha256, CryptoStreamMode.Write);
            await download.Content.CopyToAsync(hashing, cancellationToken);
            await hashing.FlushFinalBlockAsync(cancellationToken);
            return new ClipSource(clipName, etag, Convert.ToHexStringLower(sha256.Hash!), file.Length);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    private static BlobRequestConditions VersionOf(string etag) => new() { IfMatch = new ETag($"\"{etag}\"") };
}

/// <summary>One version of a clip.</summary>
/// <param name="Etag">Without quotes.</param>
/// <param name="Stored">By storage's clock.</param>
/// <param name="IsPart">Whether it is part of an upload: one of several recordings of a voice, or a recording of consent.</param>
public sealed record StoredClip(string Name, string Etag, DateTimeOffset Stored, bool IsPart)
{
    public string VoiceId => Contracts.VoiceId.For(Name, Etag);
}
