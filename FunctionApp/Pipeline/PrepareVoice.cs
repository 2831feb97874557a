using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;

namespace VoicePrep.Pipeline;

/// <summary>The way of a clip: three activities, each idempotent, the stage told as the custom status.</summary>
public static partial class PrepareVoice
{
    /// <summary>Faults of storage, disk or GPU pass, and a worker comes back: a minute and a half is given to them. Errors that come again are not tried again.</summary>
    private static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 8,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromSeconds(30))
    {
        HandleFailure = Failures.Passes,
    });

    [Function(nameof(PrepareVoice))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, VoiceRequest request)
    {
        try
        {
            context.SetCustomStatus(Stages.ValidateAndTrim);
            var validated = await context.CallActivityAsync<ValidatedClip>(nameof(ValidateAndTrim), request, Retry);
            if (validated.IsSettled)
            {
                return;
            }

            context.SetCustomStatus(Stages.ConvertAudio);
            var converted = await context.CallActivityAsync<ConvertedClip>(nameof(ConvertAudio), new AcceptedClip(request, validated), Retry);

            context.SetCustomStatus(Stages.TranscribeAndEmbed);
            await context.CallActivityAsync(nameof(TranscribeAndEmbed), new PreparedClip(request, validated, converted), Retry);
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
