namespace VoicePrep.Cli.Service;

/// <summary>A client, and the service that was started for it, if any.</summary>
internal sealed class ServiceConnection(VoiceClient client, LocalService? service, string? dataFolder) : IAsyncDisposable
{
    public VoiceClient Client { get; } = client;

    /// <summary>Starts a service on free ports, with data of its own that are deleted with it.</summary>
    /// <param name="offline">Fetches no model that is missing.</param>
    /// <exception cref="ServiceException">It did not start.</exception>
    public static async Task<ServiceConnection> StartAsync(bool offline, CancellationToken cancellationToken)
    {
        await ConfiguredModels.EnsureAsync(offline, cancellationToken);
        await Console.Error.WriteLineAsync("Starting the service ...");
        var folder = Installation.NewRunFolder();
        try
        {
            var service = await LocalService.StartAsync(LocalServiceSettings.Passing(folder), cancellationToken);
            return new ServiceConnection(new VoiceClient(service.Endpoint, key: null), service, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (service is not null)
            await service.DisposeAsync();

        if (dataFolder is not null)
            Directory.Delete(dataFolder, recursive: true);
    }
}
