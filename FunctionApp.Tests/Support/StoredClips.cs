using Azure.Storage.Blobs;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Tests.Support;

internal static class StoredClips
{
    /// <summary>Stores a clip in the container, without the service.</summary>
    /// <returns>The ID of its voice.</returns>
    public static async Task<string> StoreClipAsync(this BlobServiceClient storage, string file)
    {
        var name = $"{Guid.NewGuid():N}{Path.GetExtension(file)}";
        var stored = await storage.GetBlobContainerClient(BlobNames.Clips).GetBlobClient(name).UploadAsync(file);
        return VoiceId.For(name, stored.Value.ETag.ToString());
    }
}
