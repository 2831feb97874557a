using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Pipeline;
using VoicePrep.Pipeline.Erasure;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary><c>DELETE /api/voices/ID</c>: erases a voice and its clip, after stopping its preparation. May be repeated.</summary>
public sealed class DeleteVoice(VoiceStore stored, VoiceLookup voices)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Function(nameof(DeleteVoice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "voices/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!VoiceId.IsValid(id) || !await IsKnownAsync(client, id, cancellationToken))
            return ApiProblem.VoiceNotFound(id);

        var erasure = EraseVoice.InstanceOf(id);
        await client.ScheduleOnceAsync(nameof(EraseVoice), erasure, id, Orchestrations.IsOver, cancellationToken);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            var ended = await client.WaitForEndAsync(erasure, limited.Token);
            return ended is { RuntimeStatus: OrchestrationRuntimeStatus.Completed }
                ? Results.Json(ended.ReadOutputAs<ErasureReport>()!, VoiceJson.Default.ErasureReport)
                : throw new InvalidOperationException(
                    $"The erasure of voice {id} ended as {ended?.RuntimeStatus}: {ended?.FailureDetails}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Results.Json(new ErasureReport(id, []), VoiceJson.Default.ErasureReport, statusCode: StatusCodes.Status202Accepted);
        }
    }

    /// <summary>Also true for a voice whose erasure has begun, so that the request can be repeated until it is done.</summary>
    private async Task<bool> IsKnownAsync(DurableTaskClient client, string id, CancellationToken cancellationToken) =>
        await stored.IsErasedAsync(id, cancellationToken)
        || await stored.ReadRequestAsync(id, cancellationToken) is not null
        || await voices.FindAsync(client, id, cancellationToken) is not null;
}
