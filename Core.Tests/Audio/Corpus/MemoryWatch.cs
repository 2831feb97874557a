using System.Globalization;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>The most memory that this process has gained, with all of FFmpeg's that works in a folder, at any moment of a test.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const int MegabyteShift = 10;

    private readonly CancellationTokenSource stop = new();
    private readonly long before;
    private readonly Task<long> watch;

    public MemoryWatch(string work)
    {
        // what earlier tests left is no room for this one
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        before = KilobytesOf("self");
        watch = WatchAsync(work);
    }

    /// <summary>Megabytes.</summary>
    public async Task<long> StopAsync()
    {
        await stop.CancelAsync();
        return await watch >> MegabyteShift;
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private async Task<long> WatchAsync(string work)
    {
        long most = 0;
        while (!stop.IsCancellationRequested)
        {
            var ffmpeg = Directory.EnumerateDirectories(work, "*", SearchOption.AllDirectories)
                .SelectMany(ProcessTree.Find)
                .Where(id => ProgramOf($"{id}") != ProgramOf("self")) // a child has this process's memory until it runs its program
                .Sum(id => KilobytesOf($"{id}"));
            most = Math.Max(most, KilobytesOf("self") - before + ffmpeg);
            await Task.Delay(50);
        }

        return most;
    }

    private static string? ProgramOf(string id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/exe").LinkTarget;
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }

    /// <summary>
    /// What a process holds of its own, swapped out or not: the system takes and brings back pages at any time, and those of files are
    /// everyone's.
    /// </summary>
    private static long KilobytesOf(string id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status").Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)
                || line.StartsWith("VmSwap:", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0; // it has ended
        }
    }
}
