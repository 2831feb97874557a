using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;

namespace VoicePrep.Pipeline;

/// <summary>
/// The voices that events started in this process and that have not ended. All activities wait in one queue, first come, first served: if
/// a thousand clips in the container were started at once, all would be validated before the first was transcribed, and a posted clip
/// would have to wait for all of them.
/// </summary>
public sealed class VoicesUnderWay
{
    /// <summary>The longest that a slow voice makes others wait; a stopping host waits 12 s for its events.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>How often Durable is asked whether a voice has ended because it was erased, or ended in another process.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> voices = new(StringComparer.Ordinal);

    /// <summary>Starts a voice, and waits for its end.</summary>
    public async Task FollowAsync(DurableTaskClient client, string voiceId, Func<Task> start, CancellationToken cancellationToken)
    {
        var ended = voices.GetOrAdd(voiceId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        try
        {
            await start();
            await WaitAsync(client, voiceId, ended, cancellationToken);
        }
        finally
        {
            voices.TryRemove(voiceId, out _);
        }
    }

    /// <summary>Called when a voice has ended.</summary>
    public void End(string voiceId)
    {
        if (voices.TryGetValue(voiceId, out var voice))
            voice.TrySetResult();
    }

    private static async Task WaitAsync(DurableTaskClient client, string voiceId, Task ended, CancellationToken cancellationToken)
    {
        try
        {
            for (var waited = TimeSpan.Zero; waited < Longest; waited += Interval)
            {
                if (await Task.WhenAny(ended, Task.Delay(Interval, cancellationToken)) == ended
                    || await client.GetInstanceAsync(voiceId, getInputsAndOutputs: false, cancellationToken) is not { } instance
                    || Orchestrations.IsOver(instance.RuntimeStatus))
                    return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The voice continues without its event.
        }
    }
}
