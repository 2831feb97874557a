using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Requests;

namespace VoicePrep.Api.Voices;

/// <summary><c>POST /api/voices/ID/retry</c>: restarts a failed voice; for any other it returns the current state.</summary>
public sealed class RetryVoice(VoiceLookup voices, VoiceIntake intake)
{
    [Function(nameof(RetryVoice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "voices/{id}/retry")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!VoiceId.IsValid(id) || await voices.FindAsync(client, id, cancellationToken) is not { } voice)
            return ApiProblem.VoiceNotFound(id);

        if (voice.Status == VoiceState.Failed)
        {
            var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken);
            await intake.StartAsync(client, instance!.ReadInputAs<VoiceRequest>()!, cancellationToken, afterFailure: true);
            voice = new VoiceStatus(id, VoiceState.Queued);
        }

        return VoiceAnswer.Started(request, voice);
    }
}
