using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace VoicePrep.Storage;

internal static class VoiceBlobs
{
    /// <summary>The names of a voice's files in a container.</summary>
    public static async Task<IReadOnlyList<string>> ListFilesAsync(
        this BlobContainerClient container, string voiceId, CancellationToken cancellationToken)
    {
        var folder = BlobNames.For(voiceId, "");
        var files = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = folder }, cancellationToken))
            files.Add(blob.Name[folder.Length..]);

        return files;
    }
}
