using System.Text;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace Embedded.TestApp;

public sealed class BlobFunctions(Journal journal)
{
    [Function("OnBlob")]
    public void OnBlob([BlobTrigger("inbox/{name}")] BlobClient blob, string name)
    {
        journal.Write($"blob {name} {blob.Name}");
        if (name.StartsWith("bad", StringComparison.Ordinal))
            throw new InvalidDataException(name);
    }

    [Function("OnText")]
    public void OnText([BlobTrigger("texts/{name}.{kind}")] string text, string name, string kind) =>
        journal.Write($"text {name} {kind} {text}");

    [Function("OnBytes")]
    public void OnBytes([BlobTrigger("bytes/{name}")] byte[] bytes) => journal.Write($"bytes {Encoding.UTF8.GetString(bytes)}");

    [Function("OnStream")]
    public async Task OnStreamAsync([BlobTrigger("streams/{name}")] Stream stream, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream);
        journal.Write($"stream {await reader.ReadToEndAsync(cancellation)}");
    }

    [Function("OnEvent")]
    public void OnEvent([BlobTrigger("inbox/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string name) =>
        journal.Write($"event {name} {blob.Name}");
}
