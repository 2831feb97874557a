using System.Diagnostics;
using System.Globalization;

namespace VoicePrep.Benchmarks;

/// <summary>What a process has used so far, as <c>/proc</c> tells it, in steps of 10 ms.</summary>
/// <param name="OwnSeconds">CPU time of the process, user and system.</param>
/// <param name="ChildrenSeconds">CPU time of its children that have ended.</param>
/// <param name="PeakMegabytes">Highest resident memory.</param>
internal sealed record ProcessUsage(double OwnSeconds, double ChildrenSeconds, double PeakMegabytes)
{
    private const double TicksPerSecond = 100;

    public static ProcessUsage Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var times = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15].Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond).ToArray();
        using var process = Process.GetProcessById(pid);
        return new(times[0] + times[1], times[2] + times[3], process.PeakWorkingSet64 / 1e6);
    }
}
