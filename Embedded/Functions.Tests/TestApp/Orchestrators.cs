using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Embedded.TestApp;

public sealed record Work(string Name, int Milliseconds = 0, int Failures = 0);

public sealed record Done(string Name, int Attempts);

public sealed class Orchestrators(Journal journal)
{
    /// <summary>Three activities, one after the other; each takes as long as the input says, in milliseconds.</summary>
    [Function("Chain")]
    public static async Task<string> ChainAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var milliseconds = int.Parse(context.GetInput<string>()!, CultureInfo.InvariantCulture);
        List<string> names = [];
        foreach (var stage in (string[])["one", "two", "three"])
        {
            context.SetCustomStatus(new { stage });
            var done = await context.CallActivityAsync<Done>("Do", new Work($"{context.InstanceId}-{stage}", milliseconds));
            names.Add(done.Name);
        }

        return string.Join(' ', names);
    }

    /// <summary>As many activities at once as the input says.</summary>
    [Function("FanOut")]
    public static async Task<int[]> FanOutAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = int.Parse(context.GetInput<string>()!, CultureInfo.InvariantCulture);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Busy", i)));
    }

    /// <summary>An activity that fails as often as the input says, tried three times, 100 ms and then 200 ms apart.</summary>
    [Function("Retry")]
    public static async Task<int> RetryAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var failures = int.Parse(context.GetInput<string>()!, CultureInfo.InvariantCulture);
        var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(100), backoffCoefficient: 2)
        {
            HandleFailure = failure => failure.IsCausedBy<IOException>(),
        };
        var done = await context.CallActivityAsync<Done>(
            "Do", new Work(context.InstanceId, Failures: failures), TaskOptions.FromRetryPolicy(policy));
        return done.Attempts;
    }

    /// <summary>The same with a handler that goes on for ever.</summary>
    [Function("RetryHandler")]
    public static async Task<int> RetryHandlerAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var failures = int.Parse(context.GetInput<string>()!, CultureInfo.InvariantCulture);
        var done = await context.CallActivityAsync<Done>(
            "Do",
            new Work(context.InstanceId, Failures: failures),
            TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 10));
        return done.Attempts;
    }

    /// <summary>A failure that the policy does not retry, and that the orchestrator reports.</summary>
    [Function("Catch")]
    public static async Task<string> CatchAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var policy = new RetryPolicy(5, TimeSpan.FromMilliseconds(50)) { HandleFailure = failure => failure.IsCausedBy<IOException>() };
        try
        {
            await context.CallActivityAsync("Refuse", TaskOptions.FromRetryPolicy(policy));
            return "no failure";
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} #{e.TaskId} {e.FailureDetails.ErrorType} {e.FailureDetails.ErrorMessage} {e.FailureDetails.IsCausedBy<ArgumentException>()}";
        }
    }

    /// <summary>Waits as long as the input says, in milliseconds.</summary>
    [Function("Timer")]
    public async Task<string> TimerAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var milliseconds = int.Parse(context.GetInput<string>()!, CultureInfo.InvariantCulture);
        var (start, id) = (context.CurrentUtcDateTime, context.NewGuid());
        await context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
        var logger = context.CreateReplaySafeLogger<Orchestrators>();
        if (logger.IsEnabled(LogLevel.Warning))
            journal.Write($"{context.InstanceId} awake");
        await context.CallActivityAsync("Do", new Work($"{context.InstanceId}-after"));
        return $"{id} {(context.CurrentUtcDateTime - start).TotalMilliseconds >= milliseconds}";
    }

    /// <summary>Does something else in each replay.</summary>
    [Function("Fickle")]
    public async Task FickleAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        journal.Write("fickle");
        await context.CallActivityAsync(journal.Count("fickle") > 1 ? "Busy" : "Do", new Work("fickle"));
    }

    /// <summary>Awaits what no replay can repeat.</summary>
    [Function("Impure")]
    public static async Task ImpureAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("delaying");
        await Task.Delay(TimeSpan.FromMinutes(1));
    }

    /// <summary>Goes on beside its context.</summary>
    [Function("Leaves")]
    public static async Task LeavesAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None).ConfigureAwait(false);
        await context.CallActivityAsync("Do", new Work("leaves"));
    }

    [Function("Throws")]
    public static Task ThrowsAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new InvalidOperationException($"{context.Name} gives up");
}
