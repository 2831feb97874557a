using Embedded.Functions.Hosting;
using Embedded.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Embedded.Functions.Blobs;

/// <summary>Watches the containers of all blob functions, but for those whose source is Event Grid.</summary>
internal sealed class BlobTriggerService(
    FunctionCatalog catalog,
    ReceiptStore receipts,
    HostSettings settings,
    IConfiguration configuration,
    IOptions<EmbeddedHostOptions> options,
    IServiceScopeFactory scopes,
    ILogger<BlobTriggerService> logger) : BackgroundService
{
    private const string DefaultConnection = "AzureWebJobsStorage";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var triggers = catalog.Of<BlobTriggerAttribute>()
            .Where(entry => entry.Trigger.Source == BlobTriggerSource.LogsAndContainerScan)
            .Select(entry => Describe(entry.Function, entry.Trigger))
            .ToList();
        try
        {
            await Task.WhenAll(triggers.Select(trigger =>
                new BlobWatcher(trigger, receipts, settings, options.Value.BlobPollingInterval, scopes, logger)
                    .RunAsync(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; blobs without a receipt are found again at the next start.
        }
    }

    private BlobTrigger Describe(FunctionMethod function, BlobTriggerAttribute trigger)
    {
        var name = trigger.Connection ?? DefaultConnection;
        var connection = configuration[name] ?? configuration[$"AzureWebJobs{name}"] ?? configuration.GetConnectionString(name);
        if (string.IsNullOrEmpty(connection))
            throw new InvalidOperationException(
                $"{function.Name} needs the storage connection string '{name}', such as UseDevelopmentStorage=true for Azurite.");

        return new(function, new BlobPattern(trigger.BlobPath), connection);
    }
}
