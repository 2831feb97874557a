using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Orchestration;

/// <summary>
/// The orchestrator's side of a replay. Each call of the code becomes an action with the next number; an event of the
/// history confirms it or shows that the code has changed. Actions that no event confirms are the new ones.
/// </summary>
internal sealed class ReplayContext(
    InstanceState state, OrchestratorThread thread, DataConverter converter, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private const string Advice = "An orchestrator must do the same in every replay, and must not change while instances of it run.";

    private readonly SortedDictionary<int, HistoryEvent> unconfirmed = [];
    private readonly Dictionary<int, Action<HistoryEvent>> open = [];
    private DateTimeOffset now;
    private bool isReplaying = true;
    private int lastTaskId = -1;
    private int guids;

    public override TaskName Name => state.Name;

    public override string InstanceId => state.Id;

    public override DateTime CurrentUtcDateTime => now.UtcDateTime;

    public override bool IsReplaying => isReplaying;

    public string? CustomStatus { get; private set; } = state.CustomStatus;

    /// <summary>What the code asked for and the history does not have yet, in its order.</summary>
    public IEnumerable<HistoryEvent> NewActions => unconfirmed.Values;

    /// <summary>Whether a task of this context is still to be completed.</summary>
    public bool HasOpenTasks => open.Count > 0;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>() where T : default => converter.Deserialize<T>(state.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        Task<TResult> Call() => ScheduleAsync<TResult>(name, converter.Serialize(input));
        return options?.Retry switch
        {
            { Policy: { } policy } => this.RetryAsync(policy, Call),
            { Handler: { } handler } => this.RetryAsync(handler, Call),
            _ => Call(),
        };
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource();
        Add(
            new(HistoryEventType.TimerCreated, now, FireAt: new DateTimeOffset(fireAt.ToUniversalTime())),
            _ => source.TrySetResult());
        cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
        return source.Task;
    }

    public override void SetCustomStatus(object? customStatus)
    {
        thread.Verify();
        CustomStatus = converter.Serialize(customStatus);
    }

    public override Guid NewGuid()
    {
        thread.Verify();
        var seed = $"{InstanceId}/{now.UtcTicks}/{guids++}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16));
    }

    /// <summary>From now on the code does what it has not done before.</summary>
    public void EndReplay() => isReplaying = false;

    /// <exception cref="NonDeterministicOrchestrationException">The code did not do what this event says.</exception>
    public void Process(HistoryEvent e)
    {
        switch (e.Type)
        {
            case HistoryEventType.OrchestratorStarted:
                now = e.Time;
                break;
            case HistoryEventType.TaskScheduled or HistoryEventType.TimerCreated:
                Confirm(e);
                break;
            case HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed or HistoryEventType.TimerFired
                when open.Remove(e.TaskId!.Value, out var complete):
                complete(e);
                break;
        }
    }

    private async Task<TResult> ScheduleAsync<TResult>(TaskName name, string? input)
    {
        var source = new TaskCompletionSource<string?>();
        Add(
            new(HistoryEventType.TaskScheduled, now, Name: name, Data: input),
            e =>
            {
                if (e.Failure is { } failure)
                    source.SetException(new TaskFailedException(name, e.TaskId!.Value, failure));
                else
                    source.SetResult(e.Data);
            });
        return converter.Deserialize<TResult>(await source.Task)!;
    }

    private void Add(HistoryEvent action, Action<HistoryEvent> complete)
    {
        thread.Verify();
        var id = ++lastTaskId;
        unconfirmed.Add(id, action with { TaskId = id });
        open.Add(id, complete);
    }

    private void Confirm(HistoryEvent e)
    {
        var id = e.TaskId!.Value;
        if (!unconfirmed.Remove(id, out var action))
            throw new NonDeterministicOrchestrationException(
                $"The history of '{InstanceId}' has {Describe(e)}, which the code of '{Name}' did not ask for. {Advice}");
        if (action.Type != e.Type || !string.Equals(action.Name, e.Name, StringComparison.OrdinalIgnoreCase) || action.FireAt != e.FireAt)
            throw new NonDeterministicOrchestrationException(
                $"The history of '{InstanceId}' has {Describe(e)} where the code of '{Name}' asked for {Describe(action)}. {Advice}");
    }

    private static string Describe(HistoryEvent e) =>
        e.Type == HistoryEventType.TaskScheduled ? $"call {e.TaskId} of '{e.Name}'" : $"timer {e.TaskId} for {e.FireAt:O}";
}
