using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace VoicePrep.TestApp;

public sealed class BlobFunctions(Journal journal)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    [Function("OnBlob")]
    public async Task OnBlobAsync([BlobTrigger("inbox/{name}")] BlobClient blob, string name, CancellationToken cancellationToken)
    {
        var content = await blob.DownloadContentAsync(cancellationToken);
        journal.Write($"blob {name} {content.Value.Content}");
        if (name.StartsWith("bad", StringComparison.Ordinal))
            throw new InvalidDataException(name);
        if (name.StartsWith("slow", StringComparison.Ordinal))
        {
            await Task.Delay(Slow, cancellationToken);
            journal.Write($"end {name}");
        }
    }

    [Function("OnEvent")]
    public void OnEvent([BlobTrigger("events/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string name) =>
        journal.Write($"event {name} {blob.Name}");
}
