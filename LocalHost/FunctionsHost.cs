using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.WebJobs;
using VoicePrep.LocalHost.Http;
using VoicePrep.LocalHost.Jobs;
using VoicePrep.LocalHost.Storage;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.LocalHost;

/// <summary>Starts, in this order, web server, storage and worker, triggers, and routes, and stops them in reverse.</summary>
internal sealed partial class FunctionsHost(
    IServer server,
    HostState state,
    HostLease lease,
    WorkerSupervisor workers,
    FunctionTypes types,
    TriggerFailure triggers,
    FunctionEndpoints endpoints,
    IServiceProvider services,
    ILogger<FunctionsHost> logger) : IHostedLifecycleService
{
    /// <summary>Together with the limits of worker and lease, stopping takes at most 30 s.</summary>
    private static readonly TimeSpan TriggersLimit = TimeSpan.FromSeconds(12);

    private bool triggersRun;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await TakeStorageAndStartWorkerAsync(cancellationToken);
        types.Define(workers.Functions.Values);
        await services.GetRequiredService<IJobHost>().StartAsync(cancellationToken);
        triggersRun = true;
        endpoints.Define(workers.Functions.Values);
        state.IsRunning = true;
        Listens(logger, state.Address.GetLeftPart(UriPartial.Authority));
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.IsRunning = false;
        var drained = await StopTriggersAsync();
        await workers.StopAsync();
        await lease.DisposeAsync();
        if (drained)
            return;
        if (triggers.Reason is { } reason)
            Console.Error.WriteLine(reason);
        Environment.Exit(1); // Durable would wait for storage forever
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Both at once, because a worker takes as long as storage does. It has nothing to do before the triggers run; if another host holds
    /// the storage, it ends with this one.
    /// </summary>
    private async Task TakeStorageAndStartWorkerAsync(CancellationToken cancellationToken)
    {
        var taken = lease.TakeAsync(cancellationToken);
        var started = workers.StartAsync(WorkersEndpoint(), cancellationToken);
        await await Task.WhenAny(taken, started); // wrong settings are reported even while storage is away
        await Task.WhenAll(taken, started);
    }

    /// <summary>The second address, on a port chosen by the system, is for the workers.</summary>
    private Uri WorkersEndpoint() => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.Last());

    private async Task<bool> StopTriggersAsync()
    {
        if (!triggersRun)
            return true;
        try
        {
            await services.GetRequiredService<IJobHost>().StopAsync().WaitAsync(TriggersLimit);
            return true;
        }
        catch (InvalidOperationException e)
        {
            StoppedTwice(logger, e);
            return true;
        }
        catch (Exception e)
        {
            NotDrained(logger, e);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Listening on {Address}")]
    private static partial void Listens(ILogger logger, string address);

    /// <summary>Two blob triggers share a queue's listener, and sometimes both stop it; the second then fails, harmlessly.</summary>
    [LoggerMessage(3, LogLevel.Debug, "A trigger was stopped twice.")]
    private static partial void StoppedTwice(ILogger logger, Exception cause);

    [LoggerMessage(2, LogLevel.Warning, "The triggers did not stop in time; whatever they had begun is repeated after the next start.")]
    private static partial void NotDrained(ILogger logger, Exception cause);
}
