using System.Diagnostics;

namespace VoicePrep.LocalHost.Worker;

/// <summary>The worker's process: it ends with its host, however that ends.</summary>
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

    /// <summary>Its exit code, once it ended.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether it wrote to stderr.</summary>
    public bool SaidSomething => saidSomething;

    public static WorkerProcess Start(AppFolder app, Uri endpoint, string workerId)
    {
        // setpriv has the kernel kill the worker when the thread that started it ends; setsid keeps a terminal's Ctrl+C for the host, which stops the worker in order.
        var start = new ProcessStartInfo("setpriv", [
            "--pdeathsig", "KILL", "setsid", app.Executable, app.WorkerPath,
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

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => RunThread(start, started)) { IsBackground = true, Name = "worker" }.Start();
        return new(started.Task.GetAwaiter().GetResult());
    }

    /// <summary>Waits for its end, and kills it and its children after the limit.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        if (await Task.WhenAny(Exited, Task.Delay(limit, CancellationToken.None)) != Exited)
        {
            process.Kill(entireProcessTree: true);
            await Task.WhenAny(Exited, Task.Delay(KillLimit, CancellationToken.None));
        }
    }

    public void Dispose() => process.Dispose();

    /// <summary>Starts the process on a thread that lives as long as it does.</summary>
    private static void RunThread(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        Process worker;
        try
        {
            worker = Process.Start(start)!;
        }
        catch (Exception e)
        {
            started.SetException(new HostException($"The worker cannot be started: {e.Message} It needs setpriv and setsid, of the package util-linux."));
            return;
        }

        using var ended = new ManualResetEventSlim();
        worker.EnableRaisingEvents = true;
        worker.Exited += (_, _) => ended.Set();
        started.SetResult(worker);
        if (!worker.HasExited)
            ended.Wait();
    }

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
