using System.Threading.RateLimiting;

namespace VoicePrep.Speech.Engine;

/// <summary>Lets a fixed number of clips in at once; the others wait, first come first served.</summary>
internal sealed class ClipQueue(int atOnce) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Clips that are let in at once.</summary>
    public int AtOnce => atOnce;

    /// <summary>Clips that wait.</summary>
    public int Waiting => (int)(limiter.GetStatistics()?.CurrentQueuedCount ?? 0);

    /// <summary>Waits for a turn, which lasts until the result is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The queue was closed meanwhile.</exception>
    public async ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = await limiter.AcquireAsync(1, cancellationToken);
        ObjectDisposedException.ThrowIf(!turn.IsAcquired, this);
        return turn;
    }

    public void Dispose() => limiter.Dispose();
}
