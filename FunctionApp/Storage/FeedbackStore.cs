using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;

namespace VoicePrep.Storage;

/// <summary>Users' opinions: one blob per voice, with score and model profile as metadata, so that a listing yields the means.</summary>
public sealed class FeedbackStore(BlobServiceClient storage)
{
    private const string Folder = "feedback/";
    private const string Score = "score";
    private const string ModelProfile = "model_profile";

    private readonly BlobContainerClient voices = storage.GetBlobContainerClient(BlobNames.Voices);

    /// <summary>Stores a user's opinion, which replaces any earlier one of this voice.</summary>
    public Task WriteAsync(string voiceId, Feedback feedback, string modelProfile, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new() { ContentType = VoiceFiles.ContentType(".json") },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Score] = feedback.Score.ToString(),
                [ModelProfile] = Uri.EscapeDataString(modelProfile),
            },
        };
        return Of(voiceId)
            .UploadAsync(
                new BinaryData(JsonSerializer.SerializeToUtf8Bytes(feedback, VoiceJson.Default.Feedback)), options, cancellationToken);
    }

    /// <summary>The opinion of a voice; null if there is none.</summary>
    public async Task<Feedback?> ReadAsync(string voiceId, CancellationToken cancellationToken)
    {
        try
        {
            var said = await Of(voiceId).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(said.Value.Content, VoiceJson.Default.Feedback);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<bool> ExistsAsync(string voiceId, CancellationToken cancellationToken) =>
        await Of(voiceId).ExistsAsync(cancellationToken);

    public Task DeleteAsync(string voiceId, CancellationToken cancellationToken) =>
        Of(voiceId).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Number and mean of the scores by model profile, with one request to storage per 5,000 voices with feedback.</summary>
    public async Task<FeedbackReport> SummariseAsync(CancellationToken cancellationToken)
    {
        var scores = new List<(string ModelProfile, int Score)>();
        await foreach (var blob in voices.GetBlobsAsync(
            new GetBlobsOptions { Prefix = Folder, Traits = BlobTraits.Metadata }, cancellationToken))
            scores.Add((Uri.UnescapeDataString(blob.Metadata[ModelProfile]), int.Parse(blob.Metadata[Score])));

        return new FeedbackReport(
        [
            .. scores.GroupBy(given => given.ModelProfile, StringComparer.Ordinal)
                .OrderBy(profile => profile.Key, StringComparer.Ordinal)
                .Select(profile => new FeedbackMean(profile.Key, profile.Count(), profile.Average(given => given.Score))),
        ]);
    }

    private BlobClient Of(string voiceId) => voices.GetBlobClient(Folder + voiceId);
}
