using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Requests;

namespace VoicePrep.Storage;

/// <summary>
/// Erases everything stored of a voice, except the mark that it was erased: an activity that had begun before sees the mark and erases
/// what it wrote (see <see cref="Guard"/>).
/// </summary>
public sealed class VoiceEraser(BlobServiceClient storage, ClipStore clips, VoiceStore voices, VoiceIndex index, FeedbackStore feedback)
{
    private readonly BlobContainerClient results = storage.GetBlobContainerClient(BlobNames.Voices);
    private readonly BlobContainerClient work = storage.GetBlobContainerClient(BlobNames.Work);

    /// <summary>What is stored of a voice, as listed in <see cref="ErasureReport"/>.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string voiceId, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        if (await voices.ReadRequestAsync(voiceId, cancellationToken) is { Recordings: null } request)
        {
            if (await clips.ExistsAsync(request.ClipName, request.Etag, cancellationToken))
                found.Add("clip");

            if (ClipName.OwnConsent(request.Consent, request.ClipName) is { } consent
                && await clips.FindAsync(consent, cancellationToken) is not null)
                found.Add("consent");
        }

        foreach (var container in new[] { work, results })
            found.AddRange(await container.ListFilesAsync(voiceId, cancellationToken));

        return await feedback.ExistsAsync(voiceId, cancellationToken) ? [.. found, "feedback"] : found;
    }

    /// <summary>Erases a voice, its request last: that names the clip and the place in the index, so a retry can continue.</summary>
    public async Task EraseAsync(string voiceId, CancellationToken cancellationToken) =>
        await EraseAsync(voiceId, await voices.ReadRequestAsync(voiceId, cancellationToken), cancellationToken);

    /// <summary>
    /// For activities: when disposed, after the activity's last write, it erases the voice again if an erasure has begun by then. So
    /// either the erasure sees what was written, or the writer sees the erasure.
    /// </summary>
    public IAsyncDisposable Guard(VoiceRequest request) => new ErasureGuard(this, voices, request);

    private async Task EraseAsync(string voiceId, VoiceRequest? request, CancellationToken cancellationToken)
    {
        // first: without the profile no call answers with anything of the voice
        await results.DeleteBlobIfExistsAsync(BlobNames.For(voiceId, VoiceFiles.Profile), cancellationToken: cancellationToken);
        foreach (var file in await work.ListFilesAsync(voiceId, cancellationToken))
            await work.DeleteBlobIfExistsAsync(
                BlobNames.For(voiceId, file), DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

        foreach (var file in (await results.ListFilesAsync(voiceId, cancellationToken)).Where(file => file != VoiceFiles.Request))
            await results.DeleteBlobIfExistsAsync(
                BlobNames.For(voiceId, file), DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

        await feedback.DeleteAsync(voiceId, cancellationToken);
        if (request is not null)
        {
            if (request.Recordings is null)
                await clips.DeleteAsync(request.ClipName, request.Etag, cancellationToken);

            if (ClipName.OwnConsent(request.Consent, request.ClipName) is { } consent)
            {
                await clips.DeleteAsync(consent, cancellationToken);
                await results.DeleteBlobIfExistsAsync(BlobNames.ClaimOf(consent), cancellationToken: cancellationToken);
            }

            await index.DeleteAsync(request, cancellationToken);
        }

        await results.DeleteBlobIfExistsAsync(
            BlobNames.For(voiceId, VoiceFiles.Request), DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
    }

    private sealed class ErasureGuard(VoiceEraser eraser, VoiceStore voices, VoiceRequest request) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (await voices.IsErasedAsync(request.Id, CancellationToken.None))
                await eraser.EraseAsync(request.Id, request, CancellationToken.None);
        }
    }
}
