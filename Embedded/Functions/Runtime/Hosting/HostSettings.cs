using Microsoft.Extensions.Configuration;

namespace Embedded.Functions.Hosting;

/// <summary>What this host uses of host.json. As with the Functions host, any of it can be overridden in the
/// settings, under <c>AzureFunctionsJobHost</c>.</summary>
internal sealed class HostSettings
{
    private const string Overrides = "AzureFunctionsJobHost";

    public HostSettings(string appFolder, IConfiguration settings)
    {
        Configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(appFolder, "host.json"), optional: true)
            .AddInMemoryCollection(settings.GetSection(Overrides).AsEnumerable(makePathsRelative: true))
            .Build();
        RoutePrefix = Configuration["extensions:http:routePrefix"] ?? "api";
        MaxConcurrentActivities = Read("extensions:durableTask:maxConcurrentActivityFunctions", 10 * Environment.ProcessorCount);
        MaxConcurrentOrchestrators = Read("extensions:durableTask:maxConcurrentOrchestratorFunctions", 10 * Environment.ProcessorCount);
        MaxConcurrentBlobs = Read("extensions:blobs:maxDegreeOfParallelism", 8 * Environment.ProcessorCount);
        PoisonBlobThreshold = Read("extensions:blobs:poisonBlobThreshold", 5);
    }

    public IConfiguration Configuration { get; }

    public string RoutePrefix { get; }

    public int MaxConcurrentActivities { get; }

    public int MaxConcurrentOrchestrators { get; }

    public int MaxConcurrentBlobs { get; }

    public int PoisonBlobThreshold { get; }

    private int Read(string key, int fallback)
    {
        var value = Configuration.GetValue(key, fallback);
        return value > 0 ? value : throw new InvalidOperationException($"host.json: {key} is {value}; it must be above zero.");
    }
}
