using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;

namespace VoicePrep.Api.Voices;

/// <summary><c>GET /api/voices/ID</c>: where a voice stands.</summary>
public sealed class GetVoice(VoiceLookup voices)
{
    [Function(nameof(GetVoice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        VoiceId.IsValid(id) && await voices.FindAsync(client, id, cancellationToken) is { } voice
            ? VoiceAnswer.Found(request, voice)
            : ApiProblem.VoiceNotFound(id);
}
