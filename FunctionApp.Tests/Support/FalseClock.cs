using System.Diagnostics;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary>The clock of other processes, to be set while they run.</summary>
internal sealed class FalseClock : IDisposable
{
    private readonly TempFolder folder = new();

    private FalseClock() => Set(TimeSpan.Zero);

    /// <summary>The environment variables that give a process this clock.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment =>
        [("LD_PRELOAD", folder.File("clock.so")), ("FALSE_CLOCK", folder.File("offset"))];

    /// <exception cref="InvalidOperationException">It cannot be compiled.</exception>
    public static async Task<FalseClock> CreateAsync()
    {
        var clock = new FalseClock();
        await TestProcess.RunAsync(
            "cc", "-shared", "-fPIC", "-O2", "-o", clock.folder.File("clock.so"),
            Path.Combine(Repository.Root, "FunctionApp.Tests/Support/FalseClock.c"));
        return clock;
    }

    /// <summary>Sets the clock ahead by a given time, or back.</summary>
    public void Set(TimeSpan later)
    {
        using var file = new FileStream(folder.File("offset"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes((long)later.TotalSeconds));
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>A test that needs a <see cref="FalseClock"/>; skipped, with the reason, if there is no C compiler.</summary>
internal sealed class FalseClockTheoryAttribute : TheoryAttribute
{
    public FalseClockTheoryAttribute()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("cc", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip = "There is no C compiler (cc).";
        }
    }
}
