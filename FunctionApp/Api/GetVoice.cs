using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Api;

/// <summary><c>GET /api/voices/ID</c>: where a voice stands. Stored results come first, so that they outlive the orchestration's history.</summary>
public sealed class GetVoice(VoiceStore voices)
{
    private const string RetryAfterSeconds = "1";

    [Function(nameof(GetVoice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "voices/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!VoiceId.IsValid(id) || await FindAsync(client, id, cancellation) is not { } voice)
        {
            return ApiProblem.VoiceNotFound(id);
        }

        if (voice.Status is VoiceState.Queued or VoiceState.Running)
        {
            request.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return Results.Json(voice, VoiceJson.Default.VoiceStatus);
    }

    private async Task<VoiceStatus?> FindAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        if (await FindStoredAsync(id, cancellation) is { } stored)
        {
            return stored;
        }

        if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation) is not { } instance)
        {
            return null;
        }

        return instance.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Pending => new VoiceStatus(id, VoiceState.Queued),
            OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended =>
                new VoiceStatus(id, VoiceState.Running, instance.ReadCustomStatusAs<string>() ?? Stages.ValidateAndTrim),
            // It ended between the two looks, so its result is stored by now.
            OrchestrationRuntimeStatus.Completed when await FindStoredAsync(id, cancellation) is { } justStored => justStored,
            _ => new VoiceStatus(
                id,
                VoiceState.Failed,
                instance.SerializedCustomStatus is null ? null : instance.ReadCustomStatusAs<string>(),
                Error: $"{instance.FailureDetails?.ErrorMessage ?? instance.SerializedOutput ?? $"The preparation ended as {instance.RuntimeStatus} without a result."} Upload the recording again; if that fails too, the service's log has the cause."),
        };
    }

    private async Task<VoiceStatus?> FindStoredAsync(string id, CancellationToken cancellation)
    {
        if (await voices.ReadProfileAsync(id, cancellation) is { } profile)
        {
            return new VoiceStatus(id, VoiceState.Completed, Profile: profile);
        }

        return await voices.ReadRejectionAsync(id, cancellation) is { } rejection
            ? new VoiceStatus(id, VoiceState.Rejected, Rejection: rejection)
            : null;
    }
}
