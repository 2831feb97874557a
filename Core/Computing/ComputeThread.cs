using System.Runtime.InteropServices;

namespace VoicePrep.Computing;

/// <summary>
/// Runs each computation on a thread of its own, which ends with it. A clip takes up to seconds on a CPU; on the thread pool, which has
/// only as many threads as there are cores, that would delay requests. For the same reason these threads have a lower priority. Besides,
/// OpenMP, which libwhisper uses, keeps a team of threads for every thread that ever called it: once the teams have more threads than
/// there are cores, idle or not, they sleep at barriers instead of spinning, and decoding takes half as long again (bench/speech.md).
/// </summary>
public static partial class ComputeThread
{
    /// <summary>When cores are short, a request gets three times as much processor time as a clip.</summary>
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
