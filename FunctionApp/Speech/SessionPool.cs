using System.Collections.Concurrent;

namespace VoicePrep.Speech;

/// <summary>The sessions over one model. They are made once and kept; a spare one is made only where a cancelled clip's native call still runs on.</summary>
internal sealed class SessionPool : IDisposable
{
    private readonly WhisperModel model;
    private readonly ConcurrentBag<WhisperSession> free = [];
    private readonly ConcurrentBag<WhisperSession> all = [];

    public SessionPool(WhisperModel model, int count)
    {
        this.model = model;
        for (var i = 0; i < count; i++)
            free.Add(Create());
    }

    public Rented Rent() => new(this, free.TryTake(out var session) ? session : Create());

    /// <summary>Runs every path once on every session, so that GPU kernels are compiled and buffers in place before the first clip.</summary>
    public void WarmUp(int threads)
    {
        var silence = new float[SpeechRange.SampleRate];
        foreach (var session in all)
        {
            session.Encode(silence, model.AudioContext, threads, CancellationToken.None);
            session.Detect(threads);
            session.Decode(0, 0f, maxTokens: 4, threads, Random.Shared, CancellationToken.None);
        }
    }

    public void Dispose()
    {
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
    internal readonly struct Rented(SessionPool pool, WhisperSession session) : IDisposable
    {
        public WhisperSession Session => session;

        public void Dispose() => pool.free.Add(session);
    }
}
