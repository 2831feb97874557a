namespace VoicePrep.Cli.Bench;

/// <summary>The highest resident memory of this process, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Starts counting anew from what is in use now (proc(5), clear_refs).</summary>
    public static void Reset()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
