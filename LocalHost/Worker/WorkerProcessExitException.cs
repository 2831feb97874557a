namespace VoicePrep.LocalHost.Worker;

/// <summary>
/// The worker ended while it was asked something. Durable looks for this type's name: with it an orchestration is run again, with any
/// other it fails.
/// </summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message)
{
    /// <summary>Whether the worker told the reason on stderr.</summary>
    public bool SaidWhy { get; init; }
}
