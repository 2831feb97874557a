using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;

namespace VoicePrep.Pipeline;

/// <summary>The way of a clip: three activities, each idempotent, the stage told as the custom status; at its end a message.</summary>
public static partial class PrepareVoice
{
    [Function(nameof(PrepareVoice))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, VoiceRequest request)
    {
        try
        {
            await PrepareAsync(context, request);
        }
        catch (TaskFailedException e)
        {
            Failed(context.CreateReplaySafeLogger(nameof(PrepareVoice)), request.Id, e.TaskName, e.FailureDetails.ToString(), e.FailureDetails.StackTrace);
            await context.CallActivityAsync(nameof(NotifyFinished), request, Failures.Retry);
            throw;
        }

        await context.CallActivityAsync(nameof(NotifyFinished), request, Failures.Retry);
    }

    private static async Task PrepareAsync(TaskOrchestrationContext context, VoiceRequest request)
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

    [LoggerMessage(220, LogLevel.Error, "Voice {VoiceId}: failed in {Activity}: {Failure}\n{Stack}")]
    private static partial void Failed(ILogger logger, string voiceId, string activity, string failure, string? stack);
}
