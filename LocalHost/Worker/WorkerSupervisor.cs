using VoicePrep.LocalHost.Jobs;
using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Worker;

/// <summary>Keeps one worker process running: starts it, loads the functions, restarts it. Gives up if the first one fails.</summary>
internal sealed partial class WorkerSupervisor(
    AppFolder app, WorkerLog log, IHostApplicationLifetime lifetime, ILogger<WorkerSupervisor> logger) : IDisposable
{
    private const int MaxPauseSeconds = 30;

    /// <summary>The most failures that count for the pause after a ready worker was killed, since it did not fail by itself.</summary>
    private const int MostOfKilled = 1;

    /// <summary>How often in a row the first worker may be killed before it is ready.</summary>
    private const int MostKills = 5;

    /// <summary>Exit codes from here on mean a signal: a crash or a kill.</summary>
    private const int SignalExitCode = 128;

    /// <summary>A worker that has lived this long has come up, with its model in memory.</summary>
    private static readonly TimeSpan ComeUpTime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource stopping = new();
    private TaskCompletionSource<WorkerChannel> ready = NewReady();
    private volatile WorkerChannel? current;
    private WorkerProcess? process;
    private Task supervising = Task.CompletedTask;

    /// <summary>The app's functions by name, once the first worker has reported them.</summary>
    public IReadOnlyDictionary<string, WorkerFunction> Functions { get; private set; } =
        new Dictionary<string, WorkerFunction>(StringComparer.Ordinal);

    /// <summary>Why the host stops, if its first worker ended by itself while coming up; null otherwise.</summary>
    public WorkerProcessExitException? Failure { get; private set; }

    /// <summary>For callers: why there has been no worker for longer than a restart takes; null otherwise.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether a worker takes invocations now.</summary>
    public bool IsReady => Volatile.Read(ref ready).Task.IsCompletedSuccessfully;

    /// <summary>The worker with this ID; null if it is gone, or was not started by this host.</summary>
    public WorkerChannel? Find(string workerId) => current is { } channel && channel.WorkerId == workerId ? channel : null;

    /// <summary>
    /// The worker that takes invocations. Waits while it is being restarted, however long that takes, because an invocation that failed
    /// meanwhile would count as an attempt.
    /// </summary>
    public Task<WorkerChannel> ReadyAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref ready).Task.WaitAsync(cancellationToken);

    /// <param name="endpoint">Where workers connect.</param>
    /// <exception cref="WorkerProcessExitException">The worker ended before it was ready, by itself or again and again.</exception>
    public async Task StartAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        for (var kills = 1; ; kills++)
        {
            try
            {
                await StartWorkerAsync(endpoint, cancellationToken);
                break;
            }
            catch (WorkerProcessExitException e) when (e is { ExitCode: >= SignalExitCode, SaidWhy: false } && kills < MostKills)
            {
                WorkerExited(logger, process!.Id, e.ExitCode);
            }
        }

        supervising = SuperviseAsync(endpoint);
    }

    /// <summary>Asks the worker to end, and kills it if it does not.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        current?.Send(new() { WorkerTerminate = new() });
        if (process is not null)
            await process.EndAsync(StopLimit);
        await supervising;
    }

    public void Dispose()
    {
        process?.Dispose();
        stopping.Dispose();
    }

    private async Task SuperviseAsync(Uri endpoint)
    {
        for (int starts = 1, failures = 0; ; starts++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await Task.WhenAny(current!.Ended, process!.Exited);
            Volatile.Write(ref ready, NewReady()); // at once: an invocation that such a worker fails would count as an attempt
            await process.EndAsync(StopLimit);
            var code = await process.Exited;
            current.End($"The worker exited with code {code}.");
            if (stopping.IsCancellationRequested)
                return;
            var cameUp = TimeProvider.System.GetElapsedTime(started) >= ComeUpTime;
            if (starts == 1 && !cameUp && code < SignalExitCode)
            {
                Failure = new($"The worker exited with code {code} while it came up.") { SaidWhy = process.SaidSomething };
                lifetime.StopApplication();
                return;
            }

            WorkerExited(logger, process.Id, code);
            failures = cameUp || starts == 1 ? 0 : code >= SignalExitCode ? Math.Min(failures + 1, MostOfKilled) : failures + 1;
            if (!await RestartAsync(endpoint, failures))
                return;
        }
    }

    /// <param name="failures">How often in a row it ended early; the pause doubles each time.</param>
    /// <returns>False if the host stops.</returns>
    private async Task<bool> RestartAsync(Uri endpoint, int failures)
    {
        for (; ; failures++)
        {
            try
            {
                await Task.Delay(
                    failures == 0
                        ? TimeSpan.Zero
                        : TimeSpan.FromSeconds(Math.Min(MaxPauseSeconds, 1 << Math.Min(failures, 5))), stopping.Token);
                await StartWorkerAsync(endpoint, stopping.Token);
                return true;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e)
                when (e is WorkerProcessExitException or WorkerFailureException or TimeoutException or OperationCanceledException)
            {
                NotRestarted(logger, e.Message);
                Trouble = "The app's process ended and cannot be started again. The host keeps trying; its log has the reason.";
            }
        }
    }

    private async Task StartWorkerAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), log);
        current = channel;
        process?.Dispose();
        process = WorkerProcess.Start(app, endpoint, channel.WorkerId);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            var exited = process.Exited;
            if (await Task.WhenAny(channel.Started, exited).WaitAsync(limit.Token) == exited)
                throw new WorkerProcessExitException($"The worker exited with code {await exited} before it was ready.");
            await using var lost = limit.Token.Register(() => channel.End("The worker was not ready in time."));
            _ = exited.ContinueWith(end =>
                channel.End("The worker exited."), limit.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Functions = await LoadFunctionsAsync(channel, limit.Token);
        }
        catch (WorkerProcessExitException e)
        {
            await process.EndAsync(LastWordsLimit);
            throw new WorkerProcessExitException(e.Message) { SaidWhy = process.SaidSomething, ExitCode = await process.Exited };
        }
        catch
        {
            await process.EndAsync(TimeSpan.Zero);
            throw;
        }

        WorkerReady(logger, process.Id, (int)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, Functions.Count);
        Trouble = null;
        Volatile.Read(ref ready).TrySetResult(channel);
    }

    private async Task<Dictionary<string, WorkerFunction>> LoadFunctionsAsync(WorkerChannel channel, CancellationToken cancellationToken)
    {
        var init = await channel.AskAsync(
            new() { WorkerInitRequest = new() { HostVersion = "4.1040.0", WorkerDirectory = app.Path, FunctionAppDirectory = app.Path } },
            cancellationToken);
        Check(init.WorkerInitResponse.Result);
        channel.Capabilities = init.WorkerInitResponse.Capabilities;

        var metadata = await channel.AskAsync(
            new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app.Path } }, cancellationToken);
        Check(metadata.FunctionMetadataResponse.Result);
        foreach (var function in metadata.FunctionMetadataResponse.Functions)
        {
            function.FunctionId = function.Name; // the host chooses it
            var loaded = await channel.AskAsync(
                new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } }, cancellationToken);
            Check(loaded.FunctionLoadResponse.Result);
        }
        return metadata.FunctionMetadataResponse.Functions.Select(WorkerFunction.Of)
            .ToDictionary(function => function.Name, StringComparer.Ordinal);
    }

    private static void Check(StatusResult result)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new WorkerFailureException(result);
    }

    private static TaskCompletionSource<WorkerChannel> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(10, LogLevel.Information, "Worker {Pid} is ready after {Milliseconds} ms with {Count} functions")]
    private static partial void WorkerReady(ILogger logger, int pid, int milliseconds, int count);

    [LoggerMessage(11, LogLevel.Error, "Worker {Pid} exited with code {Code}; restarting it")]
    private static partial void WorkerExited(ILogger logger, int pid, int code);

    [LoggerMessage(12, LogLevel.Error, "The worker could not be restarted: {Reason}")]
    private static partial void NotRestarted(ILogger logger, string reason);
}
