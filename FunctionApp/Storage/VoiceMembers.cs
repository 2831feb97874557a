using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace VoicePrep.Storage;

/// <summary>Which voices a recording is in: an empty blob for each.</summary>
public sealed class VoiceMembers(BlobServiceClient storage)
{
    private const string Folder = "members/";

    private readonly BlobContainerClient voices = storage.GetBlobContainerClient(BlobNames.Voices);

    public Task AddAsync(string recordingId, string voiceId, CancellationToken cancellationToken) =>
        voices.GetBlobClient(NameOf(recordingId, voiceId)).UploadAsync(BinaryData.Empty, overwrite: true, cancellationToken);

    public Task RemoveAsync(string recordingId, string voiceId, CancellationToken cancellationToken) =>
        voices.DeleteBlobIfExistsAsync(NameOf(recordingId, voiceId), cancellationToken: cancellationToken);

    /// <summary>IDs of the voices that a recording is in.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string recordingId, CancellationToken cancellationToken)
    {
        var folder = NameOf(recordingId, "");
        var found = new List<string>();
        await foreach (var blob in voices.GetBlobsAsync(new GetBlobsOptions { Prefix = folder }, cancellationToken))
            found.Add(blob.Name[folder.Length..]);

        return found;
    }

    private static string NameOf(string recordingId, string voiceId) => $"{Folder}{recordingId}/{voiceId}";
}
