using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline.Erasure;

/// <summary>Erases whatever is past its age: one perpetual orchestration, which survives restarts.</summary>
public static partial class Retention
{
    /// <summary>ID of the orchestration.</summary>
    public const string Instance = "retention";

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromHours(1);

    [Function(nameof(Retention))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        TimeSpan? pause;
        try
        {
            pause = await context.CallActivityAsync<TimeSpan?>(nameof(EraseExpired), Failures.Retry);
        }
        catch (TaskFailedException e)
        {
            Failed(context.CreateReplaySafeLogger(nameof(Retention)), e.FailureDetails.ToString());
            pause = PauseAfterFailure;
        }

        if (pause is not null)
        {
            await context.CreateTimer(pause.Value, CancellationToken.None);
            context.ContinueAsNew(preserveUnprocessedEvents: false);
        }
    }

    [LoggerMessage(230, LogLevel.Error, "What is past its age could not be erased: {Failure}")]
    private static partial void Failed(ILogger logger, string failure);
}

/// <summary>
/// Starts <see cref="Retention"/>, once in each process, because settings change with a restart. It is called by health, which every host
/// polls from its start, and whenever something is stored that will have to be erased.
/// </summary>
public sealed class RetentionStarter(IOptions<StorageOptions> options)
{
    private volatile bool started;

    public async Task EnsureAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (started || !options.Value.Ages.Any())
            return;

        await client.ScheduleOnceAsync(nameof(Retention), Retention.Instance, input: "", Orchestrations.IsOver, cancellationToken);
        started = true;
    }
}
