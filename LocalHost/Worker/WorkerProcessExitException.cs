namespace VoicePrep.LocalHost.Worker;

/// <summary>The worker ended before it answered. Durable reruns an orchestration only for an exception type of this name.</summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message)
{
    /// <summary>Whether the worker wrote the reason to stderr.</summary>
    public bool SaidWhy { get; init; }

    /// <summary>The exit code of the process; from 128 on it was ended by a signal.</summary>
    public int ExitCode { get; init; }
}
