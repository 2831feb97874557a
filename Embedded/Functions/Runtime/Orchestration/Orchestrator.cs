using Embedded.Functions.Invocation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Orchestration;

/// <summary>Replays an orchestrator through its history and on into new events.</summary>
internal sealed class Orchestrator(
    FunctionCatalog catalog,
    IServiceScopeFactory scopes,
    JsonDataConverter converter,
    ILoggerFactory loggers)
{
    private static readonly IReadOnlyDictionary<string, object?> NoData = new Dictionary<string, object?>();

    /// <summary>One step: the events it adds to the history, and the state after it.</summary>
    public async Task<(List<HistoryEvent> Events, InstanceState State)> StepAsync(
        InstanceState state, IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        await using var scope = scopes.CreateAsyncScope();
        return Step(scope.ServiceProvider, state, past, fresh);
    }

    private (List<HistoryEvent> Events, InstanceState State) Step(
        IServiceProvider services, InstanceState state, IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        var now = DateTimeOffset.UtcNow;
        List<HistoryEvent> events = [new(HistoryEventType.OrchestratorStarted, now), .. fresh];
        if (fresh.FirstOrDefault(e => e.Type == HistoryEventType.ExecutionTerminated) is { } terminated)
            return (events, End(state, OrchestrationRuntimeStatus.Terminated, terminated.Data, null, now));

        using var thread = new OrchestratorThread();
        var context = new ReplayContext(state, thread, converter, loggers);
        Task<string?>? execution = null;
        try
        {
            foreach (var e in past)
                Process(e);
            context.EndReplay();
            foreach (var e in events)
                Process(e);
        }
        catch (NonDeterministicOrchestrationException e)
        {
            execution = Task.FromException<string?>(e);
        }

        if (execution?.IsCompleted == false && !context.HasOpenTasks)
            execution = Task.FromException<string?>(new InvalidOperationException(
                $"'{state.Name}' awaits something that is not a task of its context, which no replay can repeat."));

        events.AddRange(context.NewActions);
        state = state with { CustomStatus = context.CustomStatus };
        state = execution switch
        {
            { IsFaulted: true } => Fail(execution.Exception!.InnerException!),
            { IsCanceled: true } => Fail(new TaskCanceledException(execution)),
            { IsCompleted: true } => End(
                state, OrchestrationRuntimeStatus.Completed, execution.GetAwaiter().GetResult(), null, now),
            _ => state with { Status = OrchestrationRuntimeStatus.Running, Updated = now },
        };
        if (state.IsFinished)
            events.Add(new(HistoryEventType.ExecutionCompleted, now, Data: state.Output, Failure: state.Failure));
        return (events, state);

        void Process(HistoryEvent e)
        {
            if (e.Type == HistoryEventType.ExecutionStarted)
                execution = StartAsync(state.Name, context, services);
            context.Process(e);
            thread.Drain();
        }

        InstanceState Fail(Exception e)
        {
            var failure = TaskFailureDetails.FromException(e);
            return End(state, OrchestrationRuntimeStatus.Failed, converter.Serialize(failure.ToString()), failure, now);
        }
    }

    private static InstanceState End(
        InstanceState state, OrchestrationRuntimeStatus status, string? output, TaskFailureDetails? failure, DateTimeOffset now) =>
        state with { Status = status, Output = output, Failure = failure, Updated = now };

    private async Task<string?> StartAsync(string name, ReplayContext context, IServiceProvider services)
    {
        if (!catalog.Orchestrators.TryGetValue(name, out var function))
            throw new InvalidOperationException($"The orchestrator '{name}' does not exist or is disabled.");

        return converter.Serialize(
            await new FunctionRun(function, context, NoData, services, CancellationToken.None).RunAsync());
    }
}
