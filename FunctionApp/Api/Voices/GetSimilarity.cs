using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Storage;
using VoicePrep.Voice;

namespace VoicePrep.Api.Voices;

/// <summary><c>GET /api/voices/ID/similarity/OTHER</c>: compares the embeddings of two completed voices.</summary>
public sealed class GetSimilarity(VoiceStore voices)
{
    [Function(nameof(GetSimilarity))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices/{id}/similarity/{other}")] HttpRequest request,
        string id,
        string other,
        CancellationToken cancellationToken)
    {
        if (await ReadAsync(id, cancellationToken) is not { } a)
            return await ApiProblem.VoiceNotCompleteAsync(voices, id, cancellationToken);

        if (await ReadAsync(other, cancellationToken) is not { } b)
            return await ApiProblem.VoiceNotCompleteAsync(voices, other, cancellationToken);

        return a.Model.Matches(b.Model)
            ? JsonAnswer.Of(
                new SimilarityReport(id, other, VoiceSimilarity.Cosine(a.Values, b.Values)), VoiceJson.Default.SimilarityReport)
            : ApiProblem.Create(
                StatusCodes.Status409Conflict,
                ProblemCodes.ModelsDiffer,
                "The embeddings cannot be compared",
                $"One was made with '{a.Model.Beside(b.Model)}', the other with '{b.Model.Beside(a.Model)}': "
                    + "prepare both clips with one model.");
    }

    private async Task<(EmbeddingModel Model, float[] Values)?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (!VoiceId.IsValid(id)
            || await voices.ReadProfileAsync(id, cancellationToken) is not { } profile
            || await voices.OpenVersionAsync(id, VoiceFiles.Embedding, cancellationToken) is not { } file)
        {
            return null;
        }

        return (profile.Embedding.ToModel(), NpyFile.Read(file.Content).Values);
    }
}
