using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Embedded.Functions.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Orchestration;

/// <summary>
/// Drives the unfinished orchestrations. Everything is a signal: an event makes its instance take a step, the step is
/// written, and only then do the activities and timers of that step begin. So whatever was begun is in the history, and
/// after a crash the history says what to begin again.
/// </summary>
internal sealed class OrchestrationEngine(
    InstanceStore store,
    Orchestrator orchestrator,
    Activities activities,
    HostSettings settings,
    ILogger<OrchestrationEngine> logger) : BackgroundService
{
    private static readonly TimeSpan WriteRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Instance> instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> changes = new(StringComparer.Ordinal);
    private readonly Channel<Instance> ready = Channel.CreateUnbounded<Instance>();
    private readonly Channel<(Instance Instance, HistoryEvent Call)> calls = Channel.CreateUnbounded<(Instance, HistoryEvent)>();

    /// <summary>Begins an orchestration that the store has.</summary>
    public void Begin(InstanceState state)
    {
        var instance = new Instance(state, []);
        instances[state.Id] = instance;
        var started = new HistoryEvent(HistoryEventType.ExecutionStarted, state.Created, Name: state.Name, Data: state.Input);
        if (state.StartAt is { } startAt)
            _ = PostAtAsync(instance, startAt, started);
        else
            Post(instance, started);
    }

    /// <summary>Ends an orchestration and waits until that is written.</summary>
    /// <param name="output">JSON.</param>
    public async Task TerminateAsync(string id, string? output, CancellationToken cancellation)
    {
        if (!instances.TryGetValue(id, out var instance))
            return;

        Post(instance, new(HistoryEventType.ExecutionTerminated, DateTimeOffset.UtcNow, Data: output));
        await WaitAsync(id, state => state.IsFinished, cancellation);
    }

    /// <summary>Waits until the orchestration exists and the condition holds.</summary>
    public async Task<InstanceState> WaitAsync(string id, Func<InstanceState, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            // Ask for the signal before reading the state: a change between the two is not missed.
            var change = changes.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (store.Find(id) is { } state && condition(state))
            {
                Signal(id);
                return state;
            }

            await change.Task.WaitAsync(cancellation);
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything can begin a new orchestration.
        Resume();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var steps = Parallel.ForEachAsync(
            ready.Reader.ReadAllAsync(CancellationToken.None),
            new ParallelOptions { MaxDegreeOfParallelism = settings.MaxConcurrentOrchestrators },
            async (instance, _) => await StepAsync(instance, stoppingToken));
        try
        {
            await Parallel.ForEachAsync(
                calls.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = settings.MaxConcurrentActivities },
                async (call, _) => await RunAsync(call.Instance, call.Call, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The running activities have ended; what they reported is still written below.
        }

        ready.Writer.Complete();
        await steps;
    }

    private void Resume()
    {
        var unfinished = store.Unfinished();
        if (unfinished.Count > 0)
            logger.Resumes(unfinished.Count);

        foreach (var state in unfinished)
        {
            var history = store.History(state.Id);
            if (history.Count == 0)
            {
                Begin(state);
                continue;
            }

            var instance = new Instance(state, history);
            instances[state.Id] = instance;
            var ended = history
                .Where(e => e.Type is HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed or HistoryEventType.TimerFired)
                .Select(e => e.TaskId)
                .ToHashSet();
            Dispatch(instance, history.Where(e => !ended.Contains(e.TaskId)));
        }
    }

    private void Post(Instance instance, HistoryEvent e)
    {
        if (instance.Post(e))
            ready.Writer.TryWrite(instance);
    }

    private async Task StepAsync(Instance instance, CancellationToken stopping)
    {
        var fresh = instance.TakeInbox();
        if (instance.State.IsFinished)
            return;

        var (events, state) = await orchestrator.StepAsync(instance.State, instance.History, fresh);
        while (!await TryWriteAsync(state, instance.History.Count, events))
        {
            if (stopping.IsCancellationRequested)
                return;
            await Task.Delay(WriteRetryDelay, CancellationToken.None);
        }

        instance.History.AddRange(events);
        instance.State = state;
        logger.Stepped(state.Name, state.Id, state.Status.ToString());
        if (state.IsFinished)
            End(instance);
        Dispatch(instance, events);
        Signal(state.Id);
        if (instance.Release())
            ready.Writer.TryWrite(instance);
    }

    private async Task<bool> TryWriteAsync(InstanceState state, int sequence, List<HistoryEvent> events)
    {
        try
        {
            await store.AppendAsync(state, sequence, events);
            return true;
        }
        catch (SqliteException e)
        {
            logger.NotWritten(state.Id, e);
            return false;
        }
    }

    private void End(Instance instance)
    {
        instances.TryRemove(new(instance.Id, instance));
        instance.Ended.Cancel();
        if (instance.State.Failure is { } failure)
            logger.OrchestrationFailed(instance.State.Name, instance.Id, failure.ToString());
    }

    private void Dispatch(Instance instance, IEnumerable<HistoryEvent> events)
    {
        foreach (var e in events)
        {
            if (e.Type == HistoryEventType.TaskScheduled)
                calls.Writer.TryWrite((instance, e));
            else if (e.Type == HistoryEventType.TimerCreated)
                _ = PostAtAsync(instance, e.FireAt!.Value, new(HistoryEventType.TimerFired, e.FireAt.Value, e.TaskId));
        }
    }

    private async Task PostAtAsync(Instance instance, DateTimeOffset due, HistoryEvent e)
    {
        while (due - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero)
        {
            var delay = left < LongestDelay ? left : LongestDelay;
            await Task.Delay(delay, instance.Ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (instance.Ended.IsCancellationRequested)
                return;
        }

        Post(instance, e with { Time = DateTimeOffset.UtcNow });
    }

    private async Task RunAsync(Instance instance, HistoryEvent call, CancellationToken stopping)
    {
        if (instance.Ended.IsCancellationRequested)
            return;

        var (name, taskId) = (call.Name!, call.TaskId!.Value);
        var start = Stopwatch.GetTimestamp();
        HistoryEvent outcome;
        logger.ActivityStarts(name, taskId, instance.Id);
        try
        {
            var result = await activities.RunAsync(instance.Id, call, stopping);
            outcome = new(HistoryEventType.TaskCompleted, DateTimeOffset.UtcNow, taskId, Data: result);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            logger.ActivityInterrupted(name, taskId, instance.Id);
            return;
        }
        catch (Exception e)
        {
            logger.ActivityFailed(name, taskId, instance.Id, e);
            outcome = new(
                HistoryEventType.TaskFailed, DateTimeOffset.UtcNow, taskId, Failure: TaskFailureDetails.FromException(e));
        }

        logger.ActivityEnded(name, taskId, instance.Id, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Post(instance, outcome);
    }

    private void Signal(string id)
    {
        if (changes.TryRemove(id, out var change))
            change.TrySetResult();
    }
}
