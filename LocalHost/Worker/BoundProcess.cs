using System.Diagnostics;

namespace VoicePrep.LocalHost.Worker;

/// <summary>Starts processes that end when this one does, however it ends.</summary>
internal static class BoundProcess
{
    /// <summary>
    /// Starts a program in a session of its own, so that a terminal's Ctrl+C reaches only this process, which then ends the program. The
    /// kernel sends <paramref name="signal"/> when the starting thread ends, so that thread lives as long as the program.
    /// </summary>
    /// <param name="signal">Such as <c>KILL</c> or <c>TERM</c>.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started, or <c>setpriv</c> (package util-linux) is
    /// missing.</exception>
    public static Process Start(string signal, ProcessStartInfo start)
    {
        string[] program = ["--pdeathsig", signal, "setsid", start.FileName, .. start.ArgumentList];
        start.FileName = "setpriv";
        start.ArgumentList.Clear();
        foreach (var argument in program)
            start.ArgumentList.Add(argument);

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(start, started)) { IsBackground = true, Name = program[3] }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Run(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        using var ended = new ManualResetEventSlim();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => ended.Set();
        try
        {
            process.Start();
        }
        catch (Exception e)
        {
            started.SetException(e);
            return;
        }

        started.SetResult(process);
        ended.Wait();
    }
}
