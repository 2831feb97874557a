namespace VoicePrep.LocalHost.Worker;

/// <summary>
/// The worker ended before it answered. Durable looks for this type's name: with it an orchestration is run again, with any other it
/// fails.
/// </summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message)
{
    /// <summary>Whether the worker wrote the reason to stderr.</summary>
    public bool SaidWhy { get; init; }
}
