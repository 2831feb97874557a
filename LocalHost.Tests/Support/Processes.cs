using System.Diagnostics;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Support;

/// <summary>Processes that the tests did not start themselves.</summary>
internal static class Processes
{
    /// <summary>Ends a process at once, as <c>kill -9</c> does.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    /// <summary>Waits until a process is gone. One that ended and that nobody asked for its exit code has no command line.</summary>
    public static Task EndsAsync(int id) => Eventually.IsAsync(
        () => Task.FromResult(IsRunning(id) ? null : nameof(id)),
        () => $"the end of process {id}");

    private static bool IsRunning(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Length > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
