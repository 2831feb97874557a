using System.Runtime.InteropServices;
using VoicePrep.Signal;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech.Decoding;

/// <summary>
/// One place over the shared weights: a native state, kept for the life of the process, that transcribes one clip at a time, and a second
/// state for reduced contexts. It implements Whisper's decoding on top of libwhisper's encoder and decoder, so that a clip is encoded only
/// once even if its language is detected; <c>whisper_full</c> encodes it twice.
/// </summary>
internal sealed unsafe class WhisperSession : IDisposable
{
    /// <summary>
    /// Reduced contexts are multiples of this. With flash attention libwhisper attends, without a mask, to all positions up to the next
    /// multiple, where an earlier pass of another length may have left part of another clip. The full context is not a multiple, so it has
    /// a state of its own, in which those positions are never written.
    /// </summary>
    public const int PositionMultiple = 256;

    private const int Greedy = 0;
    private const int CentisecondsPerPosition = 2;
    private const int WindowCentiseconds = 3000;

    /// <summary>When less audio than this remains, decoding stops. whisper.cpp's value.</summary>
    private const int MinRemainingCentiseconds = 10;

    private readonly WhisperModel model;
    private readonly WhisperStateHandle fullState;
    private readonly MelSpectrogram mel;
    private readonly LogitRules rules;
    private readonly List<SampledToken> sampled;
    private WhisperStateHandle? reducedState;
    private WhisperStateHandle state;
    private int reducedContext;
    private int audioCentiseconds;

    public WhisperSession(WhisperModel model)
    {
        this.model = model;
        fullState = state = new(model.Context);
        mel = new(model.MelFilters);
        rules = new(model.Tokens, model.VocabularySize, model.AudioContext);
        sampled = new(model.TextContext);
        AudioContext = model.AudioContext;
    }

    /// <summary>Positions of the encoder's last pass.</summary>
    public int AudioContext { get; private set; }

    /// <summary>Runs, on silence, everything that a clip needs: encoding with each context in use, language detection, decoding.</summary>
    /// <param name="isGpu">A GPU compiles kernels and records graphs for each length. A CPU runs the same code for all lengths, and a
    /// short pass takes a sixth of the time of a full one; it must not use the full context's state (see
    /// <see cref="PositionMultiple"/>).</param>
    public void WarmUp(AudioContext context, int threads, bool isGpu)
    {
        var silence = new float[SampleRates.Speech];
        if (!isGpu || context == Speech.AudioContext.Adaptive)
            Encode(silence, PositionMultiple, threads, CancellationToken.None);
        if (isGpu)
            Encode(silence, model.AudioContext, threads, CancellationToken.None);
        Detect(threads);
        Decode(0, 0f, maxTokens: 4, threads, Random.Shared, CancellationToken.None);

        state = fullState;
        if (context == Speech.AudioContext.Full)
        {
            reducedState?.Dispose();
            (reducedState, reducedContext) = (null, 0);
        }
    }

    /// <summary>Runs the encoder over the clip, up to 30 s of it.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <param name="audioContext">Positions of the encoder, 20 ms each; the model's own, which is 30 s, or a multiple of
    /// <see cref="PositionMultiple"/>.</param>
    /// <exception cref="WhisperException">A native call failed.</exception>
    public void Encode(ReadOnlySpan<float> samples, int audioContext, int threads, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        state = audioContext == model.AudioContext ? fullState : ReducedState(audioContext);
        AudioContext = audioContext;
        Check(WhisperApi.SetMel(model.Context, state, mel.Compute(samples, out var frames), frames, mel.Mels), "taking the spectrogram");
        audioCentiseconds = MelSpectrogram.FramesIn(samples.Length);
        Check(WhisperApi.Encode(model.Context, state, 0, threads), "encoding");
    }

    /// <summary>The probability of each of <see cref="WhisperModel.Languages"/>, in their order, and of no speech at all.</summary>
    public (float[] Languages, float NoSpeech) Detect(int threads)
    {
        var logits = Decode([model.Tokens.StartOfTranscript], 0, threads);
        var noSpeech = Softmax.Of(logits)[model.Tokens.NoSpeech];
        return (Softmax.Of(logits.Slice(model.Tokens.Language(0), model.Languages.Count)), noSpeech);
    }

    /// <summary>Decodes the encoded clip.</summary>
    /// <param name="language">Index of the language; ignored by an English-only model.</param>
    /// <param name="temperature">0 is greedy.</param>
    /// <param name="maxTokens">The most tokens to decode.</param>
    public DecodedSequence Decode(
        int language, float temperature, int maxTokens, int threads, Random random, CancellationToken cancellationToken)
    {
        sampled.Clear();
        var tokens = model.Tokens;
        int[] prompt = model.IsMultilingual
            ? [tokens.StartOfTranscript, tokens.Language(language), tokens.Transcribe]
            : [tokens.StartOfTranscript];

        var logits = Decode(prompt, 0, threads);
        var position = WindowCentiseconds;
        var hasTimestamp = false;
        var closed = 0;
        Span<int> last = stackalloc int[1];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var earliest = hasTimestamp ? tokens.FirstTimestamp + (position / CentisecondsPerPosition) : 0;
            var token = rules.Next(logits, CollectionsMarshal.AsSpan(sampled), earliest, temperature, random);
            if (token.Id == tokens.EndOfText)
                return End(completed: true);

            sampled.Add(token);
            if (token.Id > tokens.FirstTimestamp)
            {
                position = (token.Id - tokens.FirstTimestamp) * CentisecondsPerPosition;
                hasTimestamp = true;
                closed = sampled.Count;
            }
            if (hasTimestamp && position + MinRemainingCentiseconds >= audioCentiseconds)
                return End(completed: true);
            if (sampled.Count >= maxTokens)
                return End(completed: false);

            last[0] = token.Id;
            logits = Decode(last, prompt.Length + sampled.Count - 1, threads);
        }

        // Text after the last timestamp lasts to the end of the audio: another window for it would cost a whole encoder pass.
        DecodedSequence End(bool completed) =>
            new(
                [.. sampled],
                closed == sampled.Count ? position : Math.Min(audioCentiseconds, WindowCentiseconds),
                temperature,
                completed);
    }

    public void Dispose()
    {
        fullState.Dispose();
        reducedState?.Dispose();
    }

    /// <summary>Only <c>whisper_full</c> can set a state's context; without audio, for 0.1 s, it does nothing else.</summary>
    private WhisperStateHandle ReducedState(int audioContext)
    {
        ObjectDisposedException.ThrowIf(fullState.IsClosed, this);
        reducedState ??= new(model.Context);
        if (reducedContext == audioContext)
            return reducedState;
        var defaults = WhisperApi.DefaultFullParams(Greedy);
        var parameters = *defaults;
        WhisperApi.FreeFullParams(defaults);
        fixed (byte* english = "en\0"u8)
        {
            parameters.Language = (nint)english;
            parameters.GreedyBestOf = 1;
            parameters.PrintProgress = 0;
            parameters.DurationMilliseconds = 100;
            parameters.AudioContext = audioContext;
            Check(WhisperApi.Full(model.Context, reducedState, parameters, [], 0), "setting the audio context");
        }
        reducedContext = audioContext;
        return reducedState;
    }

    /// <summary>The logits of the last of <paramref name="tokens"/>, valid until the next call.</summary>
    private Span<float> Decode(scoped ReadOnlySpan<int> tokens, int past, int threads)
    {
        Check(WhisperApi.Decode(model.Context, state, tokens, tokens.Length, past, threads), "decoding");
        return new(WhisperApi.Logits(state) + ((tokens.Length - 1) * model.VocabularySize), model.VocabularySize);
    }

    private static void Check(int code, string what)
    {
        if (code != 0)
            throw new WhisperException($"libwhisper failed while {what} (code {code}): {NativeLog.LastError}");
    }
}
