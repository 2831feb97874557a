using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Observability;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary>
/// <c>POST /api/voices/ID/feedback</c> stores a user's opinion of the clone, <c>GET</c> returns it; <c>GET /api/feedback</c> returns
/// number and mean for each model profile.
/// </summary>
public sealed class GiveFeedback(VoiceStore voices, FeedbackStore feedback, VoicePrepTelemetry telemetry)
{
    private const int MaxCommentLength = 2000;

    /// <summary>A comment with every letter escaped, and the JSON around it. Bytes.</summary>
    private const int MaxBodyBytes = MaxCommentLength * 6 + 1000;

    [Function(nameof(GiveFeedback))]
    public async Task<IResult> GiveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "voices/{id}/feedback")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!VoiceId.IsValid(id) || await voices.ReadProfileAsync(id, cancellationToken) is not { } profile)
            return await ApiProblem.VoiceNotCompleteAsync(voices, id, cancellationToken);

        if (await ReadAsync(request.Body, cancellationToken) is not { } given)
        {
            return ApiProblem.Create(
                StatusCodes.Status400BadRequest,
                ProblemCodes.MalformedRequest,
                "The request is malformed",
                $$"""Send JSON of at most {{MaxBodyBytes}} bytes such as { "score": 4, "comment": "..." }, the score a whole number.""");
        }

        if (given.Score is < 1 or > 5)
            return Invalid($"The score is {given.Score}: give 1 (bad) to 5 (excellent).");

        if (given.Comment?.Length > MaxCommentLength)
            return Invalid($"The comment has {given.Comment.Length} characters; the limit is {MaxCommentLength}.");

        await feedback.WriteAsync(id, given, profile.Engine.ModelProfile, cancellationToken);
        if (await voices.IsErasedAsync(id, cancellationToken))
        {
            await feedback.DeleteAsync(id, cancellationToken);
            return ApiProblem.VoiceNotFound(id);
        }

        telemetry.FeedbackGiven(given.Score, profile.Engine.ModelProfile);
        return Results.Json(given, VoiceJson.Default.Feedback);
    }

    [Function("GetVoiceFeedback")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices/{id}/feedback")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!VoiceId.IsValid(id) || !await voices.IsCompleteAsync(id, cancellationToken))
            return await ApiProblem.VoiceNotCompleteAsync(voices, id, cancellationToken);

        return await feedback.ReadAsync(id, cancellationToken) is { } said
            ? JsonAnswer.Of(said, VoiceJson.Default.Feedback)
            : Results.NoContent();
    }

    [Function("GetFeedback")]
    public async Task<IResult> SummariseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "feedback")] HttpRequest request,
        CancellationToken cancellationToken) =>
        JsonAnswer.Of(await feedback.SummariseAsync(cancellationToken), VoiceJson.Default.FeedbackReport);

    private static IResult Invalid(string detail) =>
        ApiProblem.Create(StatusCodes.Status400BadRequest, ProblemCodes.FeedbackInvalid, "The feedback is not valid", detail);

    /// <summary>Null where it is no JSON of the form, or too long to be.</summary>
    private static async Task<Feedback?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBodyBytes + 1];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return count > MaxBodyBytes ? null : JsonSerializer.Deserialize(buffer.AsSpan(0, count), VoiceJson.Default.Feedback);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
