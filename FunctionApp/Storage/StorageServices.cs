using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace VoicePrep.Storage;

/// <summary>Registers the storage that the Functions host itself uses: <c>AzureWebJobsStorage</c>.</summary>
public static class StorageServices
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>Adds what reads and writes clips, voices and their order.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(CreateClient(configuration))
        .AddSingleton<ClipStore>()
        .AddSingleton<VoiceStore>()
        .AddSingleton<VoiceIndex>()
        .AddSingleton<VoiceEraser>()
        .AddSingleton<StorageReadiness>()
        .AddHostedService(provider => provider.GetRequiredService<StorageReadiness>());

    /// <summary>From a connection string, or from the account's name or URI and an identity, in the settings that the Functions host reads.</summary>
    private static BlobServiceClient CreateClient(IConfiguration configuration)
    {
        var options = new BlobClientOptions { Retry = { NetworkTimeout = TimeSpan.FromSeconds(30) } };
        if (configuration[Connection] is { Length: > 0 } connectionString)
        {
            return new BlobServiceClient(connectionString, options);
        }

        var section = configuration.GetSection(Connection);
        var endpoint = section["blobServiceUri"] is { Length: > 0 } uri ? new Uri(uri)
            : section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.blob.core.windows.net")
            : throw new InvalidOperationException(
                $"No storage is configured. Set {Connection} to a connection string, or {Connection}__accountName to use an identity.");
        return new BlobServiceClient(endpoint, CreateCredential(section), options);
    }

    private static TokenCredential CreateCredential(IConfigurationSection section)
    {
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
        {
            return new DefaultAzureCredential();
        }

        return new ManagedIdentityCredential(section["clientId"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
    }
}
