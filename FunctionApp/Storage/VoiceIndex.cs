using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Requests;

namespace VoicePrep.Storage;

/// <summary>
/// The voices in the order of their upload, newest first. Storage lists blobs by name, and IDs have no order, so each voice has an empty
/// blob whose name begins with a number that decreases with time, and whose metadata hold what a list shows.
/// </summary>
public sealed class VoiceIndex(BlobServiceClient storage, TimeProvider time)
{
    private const string Folder = "index/";
    private const string Name = "name";
    private const string Status = "status";
    private const string Grade = "grade";
    private const string Code = "code";
    private const string Seconds = "seconds";
    private const int PageSize = 200;

    private readonly BlobContainerClient voices = storage.GetBlobContainerClient(BlobNames.Voices);

    /// <summary>Adds a voice that is going to be prepared; an existing entry is left as it is.</summary>
    public async Task AddAsync(VoiceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(request, [], new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Someone else started the same voice.
        }
    }

    /// <summary>Records that a voice is complete, and how long it took; zero if this machine's clock is behind storage's.</summary>
    public Task CompleteAsync(VoiceRequest request, Grade grade, CancellationToken cancellationToken) =>
        WriteAsync(
            request,
            [
                (Status, nameof(VoiceState.Completed)), (Grade, grade.ToString()),
                (Seconds, $"{Math.Max(0, (time.GetUtcNow() - request.Uploaded).TotalSeconds)}"),
            ],
            conditions: null,
            cancellationToken);

    /// <summary>Records that a clip was rejected.</summary>
    public Task RejectAsync(VoiceRequest request, string code, CancellationToken cancellationToken) =>
        WriteAsync(request, [(Status, nameof(VoiceState.Rejected)), (Code, code)], conditions: null, cancellationToken);

    public Task DeleteAsync(VoiceRequest request, CancellationToken cancellationToken) =>
        voices.DeleteBlobIfExistsAsync(Folder + KeyOf(request), cancellationToken: cancellationToken);

    /// <summary>The voices, starting at a key.</summary>
    /// <param name="from">The first key; null begins with the newest.</param>
    /// <param name="pageSize">How many to request from storage at once.</param>
    public async IAsyncEnumerable<IndexedVoice> ListAsync(
        string? from, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions
        {
            Traits = BlobTraits.Metadata,
            Prefix = Folder,
            StartFrom = from is null ? null : Folder + from,
        };
        await foreach (var page in voices.GetBlobsAsync(options, cancellationToken).AsPages(pageSizeHint: pageSize))
        {
            foreach (var blob in page.Values)
                yield return Read(blob.Name[Folder.Length..], blob.Metadata);
        }
    }

    /// <summary>
    /// How long each complete voice that was uploaded after a given time took from upload to profile. Storage is asked for one page at a
    /// time, so older voices cost nothing.
    /// </summary>
    public async Task<IReadOnlyList<double>> ListSecondsAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        var oldest = From(after);
        await foreach (var page in voices.GetBlobsAsync(
            new GetBlobsOptions { Traits = BlobTraits.Metadata, Prefix = Folder }, cancellationToken).AsPages(pageSizeHint: PageSize))
        {
            foreach (var blob in page.Values)
            {
                if (string.CompareOrdinal(blob.Name, Folder.Length, oldest, 0, oldest.Length) > 0)
                    return seconds;

                if (blob.Metadata.TryGetValue(Seconds, out var took))
                    seconds.Add(double.Parse(took));
            }
        }

        return seconds;
    }

    private Task WriteAsync(
        VoiceRequest request,
        IEnumerable<(string Key, string Value)> metadata,
        BlobRequestConditions? conditions,
        CancellationToken cancellationToken)
    {
        if (request.IsPart)
        {
            return Task.CompletedTask; // the voice that it is a part of is listed
        }

        var all = metadata.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        all[Name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(ClipName.Shown(request.ClipName))); // metadata are ASCII
        return voices.GetBlobClient(Folder + KeyOf(request))
            .UploadAsync(BinaryData.Empty, new BlobUploadOptions { Metadata = all, Conditions = conditions }, cancellationToken);
    }

    /// <summary>The key at which the voices begin that were uploaded at a given time or earlier.</summary>
    public static string From(DateTimeOffset uploaded) => $"{DateTimeOffset.MaxValue.UtcTicks - uploaded.UtcTicks:D19}";

    private static string KeyOf(VoiceRequest request) => $"{From(request.Uploaded)}-{request.Id}";

    private static IndexedVoice Read(string key, IDictionary<string, string> metadata) => new(
        key,
        new VoiceSummary(
            key[20..],
            Encoding.UTF8.GetString(Convert.FromBase64String(metadata[Name])),
            new DateTimeOffset(DateTimeOffset.MaxValue.UtcTicks - long.Parse(key.AsSpan(0, 19)), TimeSpan.Zero),
            metadata.TryGetValue(Status, out var status) ? Enum.Parse<VoiceState>(status) : VoiceState.Queued,
            Grade: metadata.TryGetValue(Grade, out var grade) ? Enum.Parse<Grade>(grade) : null,
            Code: metadata.TryGetValue(Code, out var code) ? code : null));
}

/// <summary>A voice as the index knows it.</summary>
/// <param name="Key">Its place in the order.</param>
/// <param name="Summary">Queued if the index does not know how it ended.</param>
public sealed record IndexedVoice(string Key, VoiceSummary Summary);
