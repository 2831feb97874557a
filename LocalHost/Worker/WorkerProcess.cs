using System.ComponentModel;
using System.Diagnostics;

namespace VoicePrep.LocalHost.Worker;

/// <summary>The worker's process, which ends when its host does, however that ends.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private volatile bool saidSomething;

    private WorkerProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
        process.ErrorDataReceived += (_, line) => Pass(line.Data);
        process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>Completes with the exit code when the process ends.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether it wrote to stderr.</summary>
    public bool SaidSomething => saidSomething;

    public static WorkerProcess Start(AppFolder app, Uri endpoint, string workerId)
    {
        var start = new ProcessStartInfo(app.Executable, [
            app.WorkerPath,
            "--functions-uri", endpoint.ToString(),
            "--functions-worker-id", workerId,
            "--functions-request-id", Guid.NewGuid().ToString(),
            "--functions-grpc-max-message-length", $"{int.MaxValue}"])
        {
            WorkingDirectory = app.Path,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in HostSettings.LocalValues(app))
            start.Environment.TryAdd(name, value);
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = app.Language;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Path;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Path;
        start.Environment.Remove("ASPNETCORE_URLS"); // the host's own address

        try
        {
            return new(BoundProcess.Start("KILL", start));
        }
        catch (Win32Exception e)
        {
            throw new HostException(
                $"The worker cannot be started: {e.Message} It needs {app.Executable}, and setpriv and setsid of the package util-linux.");
        }
    }

    /// <summary>Waits for the process to end, and kills it and its children after the limit.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        if (await Task.WhenAny(Exited, Task.Delay(limit, CancellationToken.None)) != Exited)
        {
            process.Kill(entireProcessTree: true);
            await Task.WhenAny(Exited, Task.Delay(KillLimit, CancellationToken.None));
        }
    }

    public void Dispose() => process.Dispose();

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Pass(string? line)
    {
        if (line is null)
            return;
        saidSomething = true;
        Console.Error.WriteLine(line);
    }
}
