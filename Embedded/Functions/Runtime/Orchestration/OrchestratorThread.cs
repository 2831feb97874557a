using System.Collections.Concurrent;

namespace Embedded.Functions.Orchestration;

/// <summary>Keeps an orchestrator's continuations on the one thread that replays it.</summary>
internal sealed class OrchestratorThread : SynchronizationContext, IDisposable
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> posted = new();
    private readonly SynchronizationContext? previous = Current;
    private readonly int threadId = Environment.CurrentManagedThreadId;

    public OrchestratorThread() => SetSynchronizationContext(this);

    public override void Post(SendOrPostCallback d, object? state) => posted.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An orchestrator does not block on other threads.");

    /// <summary>Runs what was posted, and what that posts, until nothing is left.</summary>
    public void Drain()
    {
        while (posted.TryDequeue(out var work))
            work.Callback(work.State);
    }

    /// <exception cref="InvalidOperationException">The caller is on another thread.</exception>
    public void Verify()
    {
        if (Environment.CurrentManagedThreadId != threadId || Current != this)
            throw new InvalidOperationException(
                "The orchestrator has left its thread. It must await only tasks of its context, without ConfigureAwait(false).");
    }

    public void Dispose() => SetSynchronizationContext(previous);
}
