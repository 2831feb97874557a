using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech;

/// <summary>
/// The sessions over one model. They are made once and kept; a spare one is made only where a cancelled clip's native call still runs on, and at most
/// as many spares as places: further clips wait until a session is back, first come first served.
/// </summary>
internal sealed class SessionPool : IDisposable
{
    private readonly WhisperModel model;
    private readonly ConcurrentBag<WhisperSession> free = [];
    private readonly ConcurrentBag<WhisperSession> all = [];
    private readonly ClipQueue queue;

    public SessionPool(WhisperModel model, int count)
    {
        this.model = model;
        queue = new(2 * count);
        for (var i = 0; i < count; i++)
            free.Add(Create());
    }

    /// <summary>How many sessions there are.</summary>
    public int Count => all.Count;

    /// <summary>Clips that wait for a session.</summary>
    public int Waiting => queue.Waiting;

    /// <summary>A free session, a spare one, or the first that comes back.</summary>
    public async Task<Rented> RentAsync(CancellationToken cancellationToken)
    {
        var permit = await queue.EnterAsync(cancellationToken);
        try
        {
            return new(this, free.TryTake(out var session) ? session : Create(), permit);
        }
        catch
        {
            permit.Dispose();
            throw;
        }
    }

    /// <summary>Runs every path before the first clip does: on a GPU, where each session has kernels, graphs and buffers of its own, in every session; on a CPU in one.</summary>
    public void WarmUp(ComputeDevice device, int threads)
    {
        var silence = new float[SpeechRange.SampleRate];
        foreach (var session in device.IsGpu ? all : all.Take(1))
        {
            session.Encode(silence, model.AudioContext, threads, CancellationToken.None);
            session.Detect(threads);
            session.Decode(0, 0f, maxTokens: 4, threads, Random.Shared, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        queue.Dispose();
        foreach (var session in all)
            session.Dispose();
    }

    private WhisperSession Create()
    {
        var session = new WhisperSession(model);
        all.Add(session);
        return session;
    }

    /// <summary>A session in use; disposing of it gives it back.</summary>
    internal readonly struct Rented(SessionPool pool, WhisperSession session, RateLimitLease permit) : IDisposable
    {
        public WhisperSession Session => session;

        public void Dispose()
        {
            pool.free.Add(session);
            permit.Dispose();
        }
    }
}
