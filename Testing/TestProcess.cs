using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace VoicePrep.Testing;

/// <summary>A child process with its output kept; killed with its children when disposed.</summary>
public sealed class TestProcess : IDisposable
{
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly Process process;

    private TestProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Keep(line.Data);
            if (line.Data is { Length: > 0 } error)
                errors.Enqueue(error);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output => string.Join('\n', output);

    /// <summary>The lines of its standard error, without empty ones.</summary>
    public IReadOnlyList<string> Errors => [.. errors];

    public static TestProcess Start(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;

        return new TestProcess(start);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds its output.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var run = Start(program, arguments);
        await run.process.WaitForExitAsync();
        if (run.process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} exited with {run.process.ExitCode}: {run.Output}");
    }

    /// <summary>Writes a script that can be run at once.</summary>
    /// <remarks>
    /// Another process puts it in place: a file that this one had open for writing may be open, for a moment, in a child that another test
    /// starts, and the kernel runs none that is ("Text file busy").
    /// </remarks>
    public static async Task WriteProgramAsync(string path, string script)
    {
        var source = $"{path}.source";
        await File.WriteAllTextAsync(source, script);
        await RunAsync("install", "--mode=700", source, path);
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>Kills the process but not its children.</summary>
    public void KillAlone()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Asks the process to end, as when a container is stopped.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <param name="signal">Such as <c>INT</c>.</param>
    public Task SignalAsync(string signal) => RunAsync("kill", $"-{signal}", $"{process.Id}");

    /// <summary>Waits for the end, and for all of the output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(cancellation.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Not ended within {limit.TotalSeconds} s: {Output}", e);
        }

        return process.ExitCode;
    }

    /// <summary>Process IDs of its children.</summary>
    public IReadOnlyList<int> Children() => ChildrenOf(process.Id);

    /// <summary>Process IDs of a process's children; none where it has ended.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{process}/task").SelectMany(ChildrenOfThread)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static IEnumerable<int> ChildrenOfThread(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return []; // it has ended meanwhile
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            output.Enqueue(line);
    }
}
