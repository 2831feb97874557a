using System.Text.Json;
using Azure.Storage.Queues;
using VoicePrep.Contracts;

namespace VoicePrep.Storage;

/// <summary>The queue of messages about finished voices.</summary>
/// <param name="queue">Null if notifications are switched off.</param>
public sealed class FinishedVoices(QueueClient? queue)
{
    /// <summary>True if notifications are switched off.</summary>
    public bool IsOff => queue is null;

    public Task CreateAsync(CancellationToken cancellationToken) =>
        queue?.CreateIfNotExistsAsync(cancellationToken: cancellationToken) ?? Task.CompletedTask;

    public Task SendAsync(VoiceFinished voice, CancellationToken cancellationToken) =>
        queue?.SendMessageAsync(
            new BinaryData(JsonSerializer.SerializeToUtf8Bytes(voice, VoiceJson.Default.VoiceFinished)),
            cancellationToken: cancellationToken)
            ?? Task.CompletedTask;
}
