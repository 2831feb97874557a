namespace VoicePrep.LocalHost.Worker;

/// <summary>The worker ended before it answered. Durable reruns an orchestration for a type of this name, and for no other.</summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message)
{
    /// <summary>Whether the worker wrote the reason to stderr.</summary>
    public bool SaidWhy { get; init; }

    /// <summary>Of the process; from 128 on it was ended by a signal.</summary>
    public int ExitCode { get; init; }
}
