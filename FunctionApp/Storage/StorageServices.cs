using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Configuration;

namespace VoicePrep.Storage;

/// <summary>Registers the storage that the Functions host itself uses: <c>AzureWebJobsStorage</c>.</summary>
public static class StorageServices
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>Adds the stores of clips, voices and feedback, and the index of voices.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<StorageOptions>(configuration, StorageOptions.Section)
        .AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>()
        .AddSingleton(CreateClient(configuration))
        .AddSingleton(CreateQueueClient(configuration))
        .AddSingleton<FeedbackStore>()
        .AddSingleton<ClipStore>()
        .AddSingleton<VoiceStore>()
        .AddSingleton<VoiceIndex>()
        .AddSingleton<VoiceMembers>()
        .AddSingleton<VoiceEraser>()
        .AddSingleton<StorageReadiness>()
        .AddHostedService(provider => provider.GetRequiredService<StorageReadiness>());

    /// <summary>From the Functions host's settings: a connection string, or the account's name or URI and an identity.</summary>
    private static BlobServiceClient CreateClient(IConfiguration configuration)
    {
        var options = new BlobClientOptions { Retry = { NetworkTimeout = TimeSpan.FromSeconds(30) } };
        return configuration[Connection] is { Length: > 0 } connectionString
            ? new BlobServiceClient(connectionString, options)
            : new BlobServiceClient(EndpointOf(configuration, "blob"), CreateCredential(configuration), options);
    }

    /// <summary>Messages are written as the queue trigger of Azure Functions reads them, in Base64.</summary>
    private static QueueServiceClient CreateQueueClient(IConfiguration configuration)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return configuration[Connection] is { Length: > 0 } connectionString
            ? new QueueServiceClient(connectionString, options)
            : new QueueServiceClient(EndpointOf(configuration, "queue"), CreateCredential(configuration), options);
    }

    private static Uri EndpointOf(IConfiguration configuration, string service)
    {
        var section = configuration.GetSection(Connection);
        return section[$"{service}ServiceUri"] is { Length: > 0 } uri ? new Uri(uri)
            : section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new InvalidOperationException(
                $"No storage is configured. Set {Connection} to a connection string, or {Connection}__accountName to use an identity.");
    }

    private static TokenCredential CreateCredential(IConfiguration configuration)
    {
        var section = configuration.GetSection(Connection);
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential();

        return new ManagedIdentityCredential(section["clientId"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
    }
}
