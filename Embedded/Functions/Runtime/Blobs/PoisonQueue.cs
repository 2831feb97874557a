using System.Text.Json;
using Azure.Storage.Queues;

namespace Embedded.Functions.Blobs;

/// <summary>Where blobs go that a function could not take.</summary>
internal sealed class PoisonQueue(string connection)
{
    private const string Name = "webjobs-blobtrigger-poison";

    private readonly QueueClient queue =
        new(connection, Name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async Task SendAsync(string function, string container, BlobVersion blob, CancellationToken cancellation)
    {
        var message = new Message(
            "BlobTrigger", $"Host.Functions.{function}", "BlockBlob", container, blob.Name, $"\"{blob.ETag}\"");
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await queue.SendMessageAsync(JsonSerializer.Serialize(message), cancellation);
    }

    private sealed record Message(
        string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag);
}
