using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech.Engine;

/// <summary>
/// The sessions over one model. They are created once and kept. A spare one is created only while the native call of a cancelled clip is
/// still running, and at most one per place; further clips wait for a session, first come, first served.
/// </summary>
internal sealed class SessionPool : IDisposable
{
    private readonly Func<WhisperSession> create;
    private readonly ConcurrentBag<WhisperSession> free = [];
    private readonly ClipQueue queue;
    private volatile bool closed;

    /// <exception cref="WhisperException">There is not enough memory for all of them.</exception>
    public SessionPool(int count, Func<WhisperSession> create)
    {
        this.create = create;
        queue = new(2 * count);
        for (var i = 0; i < count; i++)
            free.Add(create());
    }

    /// <summary>Clips that wait for a session.</summary>
    public int Waiting => queue.Waiting;

    /// <summary>A free session, a spare one, or the first that is returned.</summary>
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
                // No memory for a spare session. Its turn is never released, so that clips wait for the existing sessions.
            }
        }
    }

    /// <summary>
    /// Runs every path once before the first clip: on a GPU in every session, because each has kernels, graphs and buffers of its own; on
    /// a CPU in one.
    /// </summary>
    public void WarmUp(ComputeDevice device, AudioContext context, int threads)
    {
        foreach (var session in device.IsGpu ? free : free.Take(1))
            session.WarmUp(context, threads, device.IsGpu);
    }

    /// <summary>Closes the pool. Sessions in use, perhaps by a cancelled native call, are disposed of when they are returned.</summary>
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
