using System.Diagnostics;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary><c>voiceprep</c>, or the app, in a process of its own.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> settings) =>
        RunProgramAsync([Path.Combine(AppContext.BaseDirectory, "voiceprep.dll"), .. arguments], settings);

    /// <summary>
    /// Starts a command that will be ended by a signal; started by a script in the background, it would ignore some signals.
    /// </summary>
    public static TestProcess Start(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null) =>
        TestProcess.Start(
            "env", ["--default-signal", "dotnet", Path.Combine(AppContext.BaseDirectory, "voiceprep.dll"), .. arguments], environment);

    /// <summary>Runs the app under the local host until it ends.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAppAsync(
        params IEnumerable<(string Name, string Value)> settings) =>
        RunProgramAsync([Repository.LocalHost, Repository.App, "--urls", $"http://127.0.0.1:{FreePort.Next()}"], settings);

    private static async Task<(int ExitCode, string Output, string Error)> RunProgramAsync(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Eventually.Limit);
        using var end = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
