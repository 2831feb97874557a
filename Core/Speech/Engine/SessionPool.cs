using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech.Engine;

/// <summary>
/// The sessions over one model. They are made once and kept; a spare one is made only where a cancelled clip's native call still runs on,
/// and at most as many spares as places: further clips wait until a session is back, first come first served.
/// </summary>
internal sealed class SessionPool : IDisposable
{
    private readonly Func<WhisperSession> create;
    private readonly ConcurrentBag<WhisperSession> free = [];
    private readonly ClipQueue queue;
    private volatile bool closed;

    /// <exception cref="WhisperException">There is no memory for so many.</exception>
    public SessionPool(int count, Func<WhisperSession> create)
    {
        this.create = create;
        queue = new(2 * count);
        for (var i = 0; i < count; i++)
            free.Add(create());
    }

    /// <summary>Clips that wait for a session.</summary>
    public int Waiting => queue.Waiting;

    /// <summary>A free session, a spare one, or the first that comes back.</summary>
    /// <exception cref="ObjectDisposedException">The pool was closed meanwhile.</exception>
    public async Task<Rented> RentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = await queue.EnterAsync(cancellationToken);
            if (free.TryTake(out var session))
                return new(this, session, turn);
            try
            {
                return new(this, create(), turn);
            }
            catch (WhisperException)
            {
                // No memory for a spare one. Its turn is never given back, so that clips wait for the sessions that there are.
            }
        }
    }

    /// <summary>
    /// Runs every path before the first clip does: on a GPU, where each session has kernels, graphs and buffers of its own, in every
    /// session; on a CPU in one.
    /// </summary>
    public void WarmUp(ComputeDevice device, AudioContext context, int threads)
    {
        foreach (var session in device.IsGpu ? free : free.Take(1))
            session.WarmUp(context, threads, device.IsGpu);
    }

    /// <summary>Closes the pool. Sessions in use, perhaps by a cancelled native call, are disposed of when they come back.</summary>
    public void Dispose()
    {
        closed = true;
        queue.Dispose();
        DisposeOfFree();
    }

    private void GiveBack(WhisperSession session, RateLimitLease turn)
    {
        free.Add(session);
        turn.Dispose();
        if (closed)
            DisposeOfFree();
    }

    private void DisposeOfFree()
    {
        while (free.TryTake(out var session))
            session.Dispose();
    }

    /// <summary>A session in use; disposing of it gives it back.</summary>
    internal readonly struct Rented(SessionPool pool, WhisperSession session, RateLimitLease turn) : IDisposable
    {
        public WhisperSession Session => session;

        public void Dispose() => pool.GiveBack(session, turn);
    }
}
