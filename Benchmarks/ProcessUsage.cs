using System.Diagnostics;
using System.Globalization;

namespace VoicePrep.Benchmarks;

/// <summary>What a process has used so far, as <c>/proc</c> tells it, in steps of 10 ms.</summary>
/// <param name="Own">Of the process itself.</param>
/// <param name="Children">Of its children that have ended.</param>
/// <param name="PeakMegabytes">Highest resident memory.</param>
internal sealed record ProcessUsage(CpuTime Own, CpuTime Children, double PeakMegabytes)
{
    private const double TicksPerSecond = 100;

    public static ProcessUsage Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var times = stat[(stat.LastIndexOf(')') + 2)..]
            .Split(' ')[11..15]
            .Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond)
            .ToArray();
        using var process = Process.GetProcessById(pid);
        return new(new(times[0], times[1]), new(times[2], times[3]), process.PeakWorkingSet64 / 1e6);
    }
}

/// <summary>Time on a processor. Seconds.</summary>
/// <param name="User">In the program.</param>
/// <param name="System">In the kernel, for the program.</param>
internal readonly record struct CpuTime(double User, double System)
{
    public double Total => User + System;

    public static CpuTime operator -(CpuTime a, CpuTime b) => new(a.User - b.User, a.System - b.System);

    public static CpuTime operator /(CpuTime time, double count) => new(time.User / count, time.System / count);
}
