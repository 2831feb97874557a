using Azure.Storage.Blobs;

namespace VoicePrep.Testing;

/// <summary>The storage emulator, on ports and data of its own.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private readonly TestProcess process;

    private Azurite()
    {
        var (blob, queue, table) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};QueueEndpoint=http://127.0.0.1:{queue}/{Account};TableEndpoint=http://127.0.0.1:{table}/{Account};";
        process = TestProcess.Start(
            "node",
            [
                Path.Combine(Repository.Cache, "azurite/node_modules/azurite/dist/src/azurite.js"),
                "--location", folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{blob}", "--queuePort", $"{queue}", "--tablePort", $"{table}",
            ]);
    }

    public string ConnectionString { get; }

    public BlobServiceClient Blobs => new(ConnectionString);

    public static async Task<Azurite> StartAsync()
    {
        var azurite = new Azurite();
        await Eventually.SucceedsAsync(() => azurite.Blobs.GetPropertiesAsync(), StartLimit);
        return azurite;
    }

    public ValueTask DisposeAsync()
    {
        process.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
