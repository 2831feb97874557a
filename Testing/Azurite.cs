using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace VoicePrep.Testing;

/// <summary>The storage emulator, on ports and data of its own.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private readonly string[] arguments;
    private TestProcess process;

    private Azurite(IEnumerable<KeyValuePair<string, string>>? environment)
    {
        var (blob, queue, table) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};"
            + $"QueueEndpoint=http://127.0.0.1:{queue}/{Account};TableEndpoint=http://127.0.0.1:{table}/{Account};";
        arguments =
        [
            Path.Combine(Repository.Cache, "azurite/node_modules/azurite/dist/src/azurite.js"),
            "--location", folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobPort", $"{blob}", "--queuePort", $"{queue}", "--tablePort", $"{table}",
        ];
        process = TestProcess.Start("node", arguments, environment);
    }

    public string ConnectionString { get; }

    public BlobServiceClient Blobs => new(ConnectionString);

    public QueueServiceClient Queues => new(ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public static async Task<Azurite> StartAsync(IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var azurite = new Azurite(environment);
        await azurite.AnswersAsync();
        return azurite;
    }

    /// <summary>Stops it in order, so that it writes its data.</summary>
    public async Task StopAsync()
    {
        await process.TerminateAsync();
        await process.WaitForExitAsync(Eventually.Limit);
    }

    /// <summary>Starts it once more after <see cref="StopAsync"/>, on the same ports and data.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        process = TestProcess.Start("node", arguments);
        await AnswersAsync();
    }

    /// <summary>Starts it once more after <see cref="StopAsync"/>, with another key than the connection string has.</summary>
    public void StartWithAnotherKey()
    {
        process.Dispose();
        process = TestProcess.Start("node", arguments, [new("AZURITE_ACCOUNTS", $"{Account}:{Convert.ToBase64String(new byte[64])}")]);
    }

    public ValueTask DisposeAsync()
    {
        process.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task AnswersAsync()
    {
        var answers = Eventually.SucceedsAsync(() => Blobs.GetPropertiesAsync());
        if (await Task.WhenAny(answers, process.WaitForExitAsync(Eventually.Limit)) != answers)
            throw new InvalidOperationException($"The storage emulator has ended.\n{process.Output}");
    }
}
