using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;

namespace VoicePrep.Pipeline;

/// <summary>The way of a clip: three activities, each idempotent, the stage told as the custom status.</summary>
public static partial class PrepareVoice
{
    [Function(nameof(PrepareVoice))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, VoiceRequest request)
    {
        try
        {
            context.SetCustomStatus(Stages.ValidateAndTrim);
            var validated = await context.CallActivityAsync<ValidatedClip>(nameof(ValidateAndTrim), request, Failures.Retry);
            if (validated.IsSettled)
            {
                return;
            }

            context.SetCustomStatus(Stages.ConvertAudio);
            var converted = await context.CallActivityAsync<ConvertedClip>(nameof(ConvertAudio), new AcceptedClip(request, validated), Failures.Retry);

            context.SetCustomStatus(Stages.TranscribeAndEmbed);
            await context.CallActivityAsync(nameof(TranscribeAndEmbed), new PreparedClip(request, validated, converted), Failures.Retry);
        }
        catch (TaskFailedException e)
        {
            Failed(context.CreateReplaySafeLogger(nameof(PrepareVoice)), request.Id, e.TaskName, e.FailureDetails.ToString(), e.FailureDetails.StackTrace);
            throw;
        }
    }

    [LoggerMessage(220, LogLevel.Error, "Voice {VoiceId}: failed in {Activity}: {Failure}\n{Stack}")]
    private static partial void Failed(ILogger logger, string voiceId, string activity, string failure, string? stack);
}
