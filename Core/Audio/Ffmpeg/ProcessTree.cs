using System.Diagnostics;

namespace VoicePrep.Audio.Ffmpeg;

/// <summary>
/// Ends every process that works in a folder, and all their descendants, with SIGKILL. Each run of FFmpeg has a working folder
/// of its own, which children inherit even if they leave the process group, the session or their parent.
/// </summary>
internal static class ProcessTree
{
    private const int Rounds = 20;

    /// <summary>Ends the processes, in rounds: each finds those that were started during the one before.</summary>
    public static void EndAll(string folder)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var found = Find(folder);
            if (found.Count == 0)
                return;
            foreach (var process in found)
                Kill(process);
        }
    }

    /// <summary>What the processes that work in a folder have used until now, on all processors together.</summary>
    public static TimeSpan ProcessorTime(string folder) =>
        Find(folder).Aggregate(TimeSpan.Zero, (sum, process) => sum + ProcessorTime(process));

    /// <summary>The processes with this working folder.</summary>
    public static List<int> Find(string folder)
    {
        var found = new List<int>();
        folder = Resolve(folder);
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(entry), out var process) && process != Environment.ProcessId && IsIn(entry, folder))
                found.Add(process);
        return found;
    }

    /// <summary>The folder without symbolic links in its path, as the kernel names it.</summary>
    private static string Resolve(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        if (parent is null)
            return folder;
        var resolved = Path.Combine(Resolve(parent), Path.GetFileName(folder));
        return Directory.ResolveLinkTarget(resolved, returnFinalTarget: true) is { } target ? Resolve(target.FullName) : resolved;
    }

    private static bool IsIn(string process, string folder)
    {
        try
        {
            // Null for a zombie, which has no folder any more.
            return string.Equals(new FileInfo(Path.Combine(process, "cwd")).LinkTarget, folder, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static TimeSpan ProcessorTime(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return TimeSpan.Zero;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
