using System.Buffers;
using System.Numerics.Tensors;
using VoicePrep.Audio;
using VoicePrep.Speech;
using VoicePrep.Voice.Encoder;
using VoicePrep.Voice.Weights;

namespace VoicePrep.Voice;

/// <summary>Computes the tone-colour embedding of a window as OpenVoice V2 does. One for the process; safe to call from many threads at once.</summary>
public sealed class VoiceEmbedder
{
    /// <summary>Rate of the samples it takes. Hz.</summary>
    public const int SampleRate = Spectrogram.SampleRate;

    private readonly ReferenceEncoder encoder;
    private readonly VoiceSegments mode;

    /// <param name="model">The name that the embeddings carry.</param>
    /// <param name="file">A checkpoint of <c>torch.save</c>, or the safetensors file made of one.</param>
    /// <exception cref="InvalidDataException">The file is not a checkpoint of OpenVoice V2's converter; the message says why.</exception>
    public VoiceEmbedder(string model, string file, VoiceSegments mode)
    {
        (Model, this.mode) = (model, mode);
        encoder = new ReferenceEncoder(EncoderFile.Read(file));
    }

    public string Model { get; }

    /// <summary>The embedding of a window, and how alike its pieces are.</summary>
    /// <param name="samples">22.05 kHz mono, full scale 1; at least 0.05 s.</param>
    /// <param name="speech">Where the speech is; null takes all of it for speech.</param>
    /// <param name="segments">What Whisper heard, for <see cref="VoiceSegments.Whisper"/>.</param>
    /// <exception cref="ArgumentException">There are too few samples.</exception>
    public VoiceEmbedding Embed(ReadOnlyMemory<float> samples, IReadOnlyList<SpeechSpan>? speech, IReadOnlyList<TranscriptSegment> segments, CancellationToken cancellationToken)
    {
        var seconds = (double)samples.Length / SampleRate;
        var spoken = speech is null ? [new SpeechSpan(0, seconds)] : SpeechPieces.ByVoiceActivity(speech, seconds);
        var rented = ArrayPool<float>.Shared.Rent(samples.Length);
        try
        {
            var active = rented.AsSpan(0, Join(samples.Span, spoken, rented));
            var chosen = mode == VoiceSegments.Whisper ? SpeechPieces.ByTranscript(segments, seconds) : [];
            var values = chosen.Count > 0
                ? Mean(samples.Span, [.. chosen.Select(ToRange)], cancellationToken)
                : Mean(active, SpeechPieces.Equal(active.Length, SpeechPieces.Count((double)active.Length / SampleRate)), cancellationToken);
            return new VoiceEmbedding(Model, values, null);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>The embedding of a recording as one piece, whatever is in it.</summary>
    /// <param name="samples">22.05 kHz mono, full scale 1; at least 0.05 s.</param>
    public VoiceEmbedding EmbedWhole(ReadOnlySpan<float> samples, CancellationToken cancellationToken) => new(Model, Mean(samples, [Range.All], cancellationToken), null);

    private float[] Mean(ReadOnlySpan<float> samples, IReadOnlyList<Range> pieces, CancellationToken cancellationToken)
    {
        var sum = new float[VoiceEmbedding.Dimensions];
        Span<float> piece = stackalloc float[VoiceEmbedding.Dimensions];
        foreach (var range in pieces)
        {
            encoder.Embed(samples[range], piece, cancellationToken);
            TensorPrimitives.Add(sum, piece, sum);
        }

        TensorPrimitives.Divide(sum, pieces.Count, sum);
        return sum;
    }

    private static int Join(ReadOnlySpan<float> samples, IReadOnlyList<SpeechSpan> spans, Span<float> joined)
    {
        var length = 0;
        foreach (var span in spans)
        {
            var part = samples[ToRange(span)];
            part.CopyTo(joined[length..]);
            length += part.Length;
        }

        return length;
    }

    private static Range ToRange(SpeechSpan span) => (int)(span.StartSeconds * SampleRate)..(int)(span.EndSeconds * SampleRate);
}
