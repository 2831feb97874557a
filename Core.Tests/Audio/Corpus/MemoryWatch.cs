using System.Diagnostics;
using VoicePrep.Audio;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>The most memory that this process has gained, with all of FFmpeg's that works in a folder, at any moment of a test.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const int MegabyteShift = 20;

    private readonly CancellationTokenSource stop = new();
    private readonly long before;
    private readonly Task<long> watch;

    public MemoryWatch(string work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // what earlier tests left is no room for this one
        before = Environment.WorkingSet;
        watch = WatchAsync(work);
    }

    /// <summary>Megabytes.</summary>
    public async Task<long> StopAsync()
    {
        await stop.CancelAsync();
        return await watch >> MegabyteShift;
    }

    public void Dispose() => stop.Dispose();

    private async Task<long> WatchAsync(string work)
    {
        long most = 0;
        while (!stop.IsCancellationRequested)
        {
            var ffmpeg = Directory.EnumerateDirectories(work, "*", SearchOption.AllDirectories).SelectMany(ProcessTree.Find).Sum(WorkingSet);
            most = Math.Max(most, Environment.WorkingSet - before + ffmpeg);
            await Task.Delay(50);
        }

        return most;
    }

    private static long WorkingSet(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.WorkingSet64;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return 0;
        }
    }
}
