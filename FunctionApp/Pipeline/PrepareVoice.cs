using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;
using VoicePrep.Requests;

namespace VoicePrep.Pipeline;

/// <summary>
/// Prepares a clip in three idempotent activities, with the stage as the custom status, and sends a message at the end. For a voice of
/// several recordings, each is prepared like this, a few at a time, and a fourth activity joins them.
/// </summary>
public static partial class PrepareVoice
{
    /// <summary>Recordings of one voice that are prepared at once: few enough to leave places for other voices.</summary>
    private const int RecordingsAtOnce = 4;

    [Function(nameof(PrepareVoice))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, VoiceRequest request)
    {
        var stage = StageNames.ValidateAndTrim;
        try
        {
            await (request.Recordings is { } recordings
                ? JoinAsync(context, request, recordings, Report)
                : PrepareAsync(context, request, Report));
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

        void Report(string begun)
        {
            stage = begun;
            context.SetCustomStatus(begun);
        }
    }

    /// <param name="report">Called with each stage as it begins.</param>
    private static async Task JoinAsync(
        TaskOrchestrationContext context, VoiceRequest request, IReadOnlyList<VoiceRequest> recordings, Action<string> report)
    {
        report(StageNames.PrepareRecordings);
        var waiting = new Queue<VoiceRequest>(recordings);
        await Task.WhenAll(Enumerable.Range(0, RecordingsAtOnce).Select(_ => PrepareWaitingAsync()));

        report(StageNames.JoinRecordings);
        await context.CallActivityAsync(nameof(JoinRecordings), request, Failures.Retry);

        async Task PrepareWaitingAsync()
        {
            while (waiting.TryDequeue(out var recording))
                await PrepareAsync(context, recording, _ => { });
        }
    }

    /// <param name="report">Called with each stage as it begins.</param>
    private static async Task PrepareAsync(TaskOrchestrationContext context, VoiceRequest request, Action<string> report)
    {
        report(StageNames.ValidateAndTrim);
        if (await context.CallActivityAsync<ValidateAndTrimResult?>(nameof(ValidateAndTrim), request, Failures.Retry) is not { } validated)
            return;

        report(StageNames.ConvertAudio);
        var converted = await context.CallActivityAsync<ConvertAudioResult>(
            nameof(ConvertAudio), new ConvertAudioInput(request, validated), Failures.Retry);

        report(StageNames.TranscribeAndEmbed);
        await context.CallActivityAsync(
            nameof(TranscribeAndEmbed), new TranscribeAndEmbedInput(request, validated, converted), Failures.Retry);
    }

    [LoggerMessage(220, LogLevel.Error, "Voice {VoiceId}: failed in {Activity}: {Failure}\n{Stack}")]
    private static partial void Failed(ILogger logger, string voiceId, string activity, string failure, string? stack);
}
