using System.Text.Json;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using VoicePrep.Api;
using VoicePrep.Contracts;

namespace VoicePrep.Storage;

/// <summary>The queue that tells of voices that ended; nothing where it is switched off.</summary>
public sealed class FinishedVoices(QueueServiceClient storage, IOptions<ApiOptions> options)
{
    private readonly QueueClient? queue = options.Value.NotifyQueue is { Length: > 0 } name ? storage.GetQueueClient(name) : null;

    /// <summary>Nobody is told.</summary>
    public bool IsOff => queue is null;

    public Task CreateAsync(CancellationToken cancellationToken) => queue?.CreateIfNotExistsAsync(cancellationToken: cancellationToken) ?? Task.CompletedTask;

    public Task SendAsync(VoiceFinished voice, CancellationToken cancellationToken) =>
        queue?.SendMessageAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(voice, VoiceJson.Default.VoiceFinished)), cancellationToken: cancellationToken) ?? Task.CompletedTask;
}
