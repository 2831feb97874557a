namespace VoicePrep.Speech.Native;

/// <summary>
/// Threads that live as long as what they run. Native calls take seconds on a CPU and would keep the thread pool from all else; and
/// OpenMP, which they compute with, keeps a team for each thread that ever called it: with more threads in teams than cores, idle or not,
/// a team no longer spins at its barriers but sleeps, and decoding takes half as long again (bench/speech.md).
/// </summary>
internal static class NativeThread
{
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
