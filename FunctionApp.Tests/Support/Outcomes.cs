using System.Security.Cryptography;
using System.Text.Json;
using Azure.Storage.Blobs;
using VoicePrep.Contracts;

namespace VoicePrep.Tests.Support;

/// <summary>How voices ended, in a form that is equal for two uploads of the same bytes.</summary>
internal static class Outcomes
{
    /// <summary>A profile without whatever differs between two uploads of the same bytes.</summary>
    public static string Comparable(VoiceProfile profile)
    {
        var json = JsonSerializer.SerializeToNode(profile, VoiceJson.Default.VoiceProfile)!.AsObject();
        json.Remove("id");
        json.Remove("stages");
        json["source"]!.AsObject().Remove("name");
        json["source"]!.AsObject().Remove("etag");
        json["engine"]!.AsObject().Remove("warm");
        return json.ToJsonString();
    }

    /// <summary>All that is stored of a voice that ended: its profile with the hashes of its files, or its rejection.</summary>
    /// <returns>Null if it has neither; having both is reported as such.</returns>
    public static async Task<string?> ReadAsync(BlobContainerClient voices, string id)
    {
        var files = new SortedDictionary<string, BinaryData>(StringComparer.Ordinal);
        await foreach (var blob in voices.GetBlobsAsync(new() { Prefix = $"{id}/" }))
            files[blob.Name[(id.Length + 1)..]] = (await voices.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content;
        var profile = Read(files, VoiceFiles.Profile, VoiceJson.Default.VoiceProfile);
        var rejection = Read(files, VoiceFiles.Rejection, VoiceJson.Default.StoredRejection)?.Rejection;
        return (profile, rejection) switch
        {
            (null, null) => null,
            (not null, not null) => "a profile and a rejection",
            (null, _) => $"{rejection.Code}: {rejection.Message} {rejection.Advice}",
            _ =>
                string.Join(
                    '\n',
                    files.Where(file => VoiceFiles.Public.Contains(file.Key))
                        .Select(file => $"{file.Key} {Convert.ToHexStringLower(SHA256.HashData(file.Value))}")
                        .Prepend(Comparable(profile))),
        };
    }

    private static T? Read<T>(
        SortedDictionary<string, BinaryData> files, string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class =>
        files.TryGetValue(name, out var content) ? JsonSerializer.Deserialize(content, type) : null;
}
