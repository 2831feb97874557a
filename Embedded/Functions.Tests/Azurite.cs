using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Embedded.Functions.Tests;

/// <summary>A storage emulator of its own, on free ports, with a folder that goes with it.</summary>
public sealed partial class Azurite : IAsyncLifetime
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("azurite-");
    private Process? process;
    private int blobPort;
    private int queuePort;

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};QueueEndpoint=http://127.0.0.1:{queuePort}/{Account}";

    public Task InitializeAsync() => StartAsync();

    /// <summary>Starts it, on the ports that it had before if it has run before.</summary>
    public async Task StartAsync()
    {
        var script = typeof(Azurite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "AzuriteScript").Value!;
        process = Process.Start(new ProcessStartInfo(
            "node",
            [
                script, "--skipApiVersionCheck", "--disableTelemetry", "--location", folder.FullName,
                "--blobPort", $"{blobPort}", "--queuePort", $"{queuePort}", "--tablePort", "0",
            ])
        {
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(StartLimit);
        blobPort = await ReadPortAsync("Blob", limit.Token);
        queuePort = await ReadPortAsync("Queue", limit.Token);
        // Read on, or a full pipe would hold it.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Ends it by SIGTERM, on which it writes what it holds.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async Task<BlobContainerClient> CreateContainerAsync(string name)
    {
        var container = GetContainer(name);
        await container.CreateIfNotExistsAsync();
        return container;
    }

    public BlobContainerClient GetContainer(string name) => new(ConnectionString, name);

    public QueueClient GetQueue(string name) =>
        new(ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async Task DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private async Task<int> ReadPortAsync(string service, CancellationToken cancellation)
    {
        while (await process!.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match && match.Groups["service"].Value == service)
                return int.Parse(match.Groups["port"].Value);
        }

        throw new InvalidOperationException($"Azurite ended with code {process.ExitCode}.");
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
