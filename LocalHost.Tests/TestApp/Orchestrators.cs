using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace VoicePrep.TestApp;

public static class Orchestrators
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// Three activities, one after the other; each takes as long as the input says, in milliseconds. A lost attempt is made again, twice
    /// at most.
    /// </summary>
    [Function("Chain")]
    public static async Task<string> ChainAsync([OrchestrationTrigger] TaskOrchestrationContext context, int milliseconds)
    {
        List<string> names = [];
        foreach (var stage in (string[])["one", "two", "three"])
        {
            context.SetCustomStatus(new { stage });
            var done = await context.CallActivityAsync<Done>(
                "Do", new Work($"{context.InstanceId}-{stage}", milliseconds), TaskOptions.FromRetryPolicy(new(3, FirstRetry)));
            names.Add(done.Name);
        }

        return string.Join(' ', names);
    }

    /// <summary>One activity that takes as long as the input says, in milliseconds, and that is not tried again.</summary>
    [Function("LongActivity")]
    public static Task<Done> LongActivityAsync([OrchestrationTrigger] TaskOrchestrationContext context, int milliseconds) =>
        context.CallActivityAsync<Done>("Do", new Work(context.InstanceId, milliseconds));

    /// <summary>Sixteen activities, that wait until as many as the input says run at once.</summary>
    [Function("FanOut")]
    public static async Task<int[]> FanOutAsync([OrchestrationTrigger] TaskOrchestrationContext context, int atOnce) =>
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => context.CallActivityAsync<int>("Busy", atOnce)));

    /// <summary>
    /// An activity that fails as often as the input says, tried three times, the second wait twice as long as the first.
    /// </summary>
    [Function("Retry")]
    public static async Task<int> RetryAsync([OrchestrationTrigger] TaskOrchestrationContext context, int failures)
    {
        var policy = new RetryPolicy(3, FirstRetry, backoffCoefficient: 2);
        var done = await context.CallActivityAsync<Done>(
            "Do", new Work(context.InstanceId, Failures: failures), TaskOptions.FromRetryPolicy(policy));
        return done.Attempts;
    }

    /// <summary>A failure that the policy does not retry, and that the orchestrator reports.</summary>
    [Function("Catch")]
    public static async Task<string> CatchAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var policy = new RetryPolicy(5, FirstRetry) { HandleFailure = failure => failure.IsCausedBy<IOException>() };
        try
        {
            await context.CallActivityAsync("Refuse", TaskOptions.FromRetryPolicy(policy));
            return "no failure";
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} {e.FailureDetails.ErrorType} {e.FailureDetails.ErrorMessage}";
        }
    }

    /// <summary>Waits as long as the input says, in milliseconds.</summary>
    [Function("Timer")]
    public static async Task<double> TimerAsync([OrchestrationTrigger] TaskOrchestrationContext context, int milliseconds)
    {
        var start = context.CurrentUtcDateTime;
        await context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
        return (context.CurrentUtcDateTime - start).TotalMilliseconds;
    }

    [Function("Throws")]
    public static Task ThrowsAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new InvalidOperationException($"{context.Name} gives up");

    [Function("Trace")]
    public static Task<string?> TraceAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string?>("TraceParent");
}
