using System.Text.Json;
using Azure.Storage.Queues;
using VoicePrep.Contracts;

namespace VoicePrep.Storage;

/// <summary>The queue that tells of voices that ended.</summary>
/// <param name="queue">Null where nobody is to be told.</param>
public sealed class FinishedVoices(QueueClient? queue)
{
    /// <summary>Nobody is told.</summary>
    public bool IsOff => queue is null;

    public Task CreateAsync(CancellationToken cancellationToken) =>
        queue?.CreateIfNotExistsAsync(cancellationToken: cancellationToken) ?? Task.CompletedTask;

    public Task SendAsync(VoiceFinished voice, CancellationToken cancellationToken) =>
        queue?.SendMessageAsync(
            new BinaryData(JsonSerializer.SerializeToUtf8Bytes(voice, VoiceJson.Default.VoiceFinished)),
            cancellationToken: cancellationToken)
            ?? Task.CompletedTask;
}
