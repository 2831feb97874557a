using System.Runtime.InteropServices;

namespace VoicePrep.Computing;

/// <summary>
/// Threads for computation, one for each call and ended with it. What a clip takes, up to seconds on a CPU, would keep the thread pool,
/// which has as many threads as there are cores, from answering requests; for the same reason the system prefers others to these. And
/// OpenMP, with which libwhisper computes, keeps a team for each thread that ever called it: with more threads in teams than cores, idle
/// or not, a team no longer spins at its barriers but sleeps, and decoding takes half as long again (bench/speech.md).
/// </summary>
public static partial class ComputeThread
{
    /// <summary>Where cores are short a request gets three times as much of one as a clip.</summary>
    private const int Niceness = 5;

    private const int OfProcess = 0; // PRIO_PROCESS, which on Linux means a thread
    private const int ThisThread = 0;

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        return Task.Factory.StartNew(RunNicely, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        T RunNicely()
        {
            _ = SetPriority(OfProcess, ThisThread, Niceness);
            return work();
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
