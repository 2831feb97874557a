namespace Embedded.Functions.Orchestration;

/// <summary>An unfinished orchestration in memory: its history, and the events that wait for its next step.</summary>
internal sealed class Instance(InstanceState state, List<HistoryEvent> history)
{
    private readonly Lock gate = new();
    private List<HistoryEvent> inbox = [];
    private bool isQueued;

    public string Id => State.Id;

    /// <summary>As written last. Set only by the one step that runs at a time.</summary>
    public InstanceState State { get; set; } = state;

    /// <summary>As written last. Extended only by the one step that runs at a time.</summary>
    public List<HistoryEvent> History { get; } = history;

    /// <summary>Cancelled when it has ended, for its timers.</summary>
    public CancellationTokenSource Ended { get; } = new();

    /// <summary>Adds an event.</summary>
    /// <returns>True if the caller must queue the instance for a step; false if it is queued or running already.</returns>
    public bool Post(HistoryEvent e)
    {
        lock (gate)
        {
            inbox.Add(e);
            return !isQueued && (isQueued = true);
        }
    }

    /// <summary>The events for the next step.</summary>
    public List<HistoryEvent> TakeInbox()
    {
        lock (gate)
        {
            var events = inbox;
            inbox = [];
            return events;
        }
    }

    /// <summary>Ends a step.</summary>
    /// <returns>True if events came meanwhile and the caller must queue the instance again.</returns>
    public bool Release()
    {
        lock (gate)
            return isQueued = inbox.Count > 0;
    }
}
