using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;
using VoicePrep.Requests;

namespace VoicePrep.Pipeline;

/// <summary>
/// The way of a clip: three activities, each idempotent, the stage told as the custom status; at its end a message. Of a voice of several
/// recordings each goes that way, some at once, and a fourth activity joins them.
/// </summary>
public static partial class PrepareVoice
{
    /// <summary>Recordings of one voice that are prepared at once: few enough to leave other voices their places.</summary>
    private const int RecordingsAtOnce = 4;

    [Function(nameof(PrepareVoice))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, VoiceRequest request)
    {
        var stage = StageNames.ValidateAndTrim;
        try
        {
            await (
                request.Recordings is null ? PrepareAsync(context, request, Tell) : JoinAsync(context, request, request.Recordings, Tell));
        }
        catch (TaskFailedException e)
        {
            context.SetCustomStatus(new Progress(stage, Failures.CodeOf(e.FailureDetails)).ToString());
            Failed(
                context.CreateReplaySafeLogger(nameof(PrepareVoice)),
                request.Id,
                e.TaskName,
                e.FailureDetails.ToString(),
                e.FailureDetails.StackTrace);
            await context.CallActivityAsync(nameof(NotifyFinished), request, Failures.Retry);
            throw;
        }

        await context.CallActivityAsync(nameof(NotifyFinished), request, Failures.Retry);

        void Tell(string begun)
        {
            stage = begun;
            context.SetCustomStatus(begun);
        }
    }

    /// <param name="tell">Told each stage as it begins.</param>
    private static async Task JoinAsync(
        TaskOrchestrationContext context, VoiceRequest request, IReadOnlyList<VoiceRequest> recordings, Action<string> tell)
    {
        tell(StageNames.PrepareRecordings);
        var waiting = new Queue<VoiceRequest>(recordings);
        await Task.WhenAll(Enumerable.Range(0, RecordingsAtOnce).Select(_ => PrepareWaitingAsync()));

        tell(StageNames.JoinRecordings);
        await context.CallActivityAsync(nameof(JoinRecordings), request, Failures.Retry);

        async Task PrepareWaitingAsync()
        {
            while (waiting.TryDequeue(out var recording))
                await PrepareAsync(context, recording, _ => { });
        }
    }

    /// <param name="tell">Told each stage as it begins.</param>
    private static async Task PrepareAsync(TaskOrchestrationContext context, VoiceRequest request, Action<string> tell)
    {
        tell(StageNames.ValidateAndTrim);
        if (await context.CallActivityAsync<ValidateAndTrimResult?>(nameof(ValidateAndTrim), request, Failures.Retry) is not { } validated)
            return;

        tell(StageNames.ConvertAudio);
        var converted = await context.CallActivityAsync<ConvertAudioResult>(
            nameof(ConvertAudio), new ConvertAudioInput(request, validated), Failures.Retry);

        tell(StageNames.TranscribeAndEmbed);
        await context.CallActivityAsync(
            nameof(TranscribeAndEmbed), new TranscribeAndEmbedInput(request, validated, converted), Failures.Retry);
    }

    [LoggerMessage(220, LogLevel.Error, "Voice {VoiceId}: failed in {Activity}: {Failure}\n{Stack}")]
    private static partial void Failed(ILogger logger, string voiceId, string activity, string failure, string? stack);
}
