using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Signal;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Voice.Encoder;

namespace VoicePrep.Voice;

/// <summary>Computes the tone-colour embedding of a window as OpenVoice V2 does. Thread-safe; one instance serves the process.</summary>
public sealed class VoiceEmbedder
{
    /// <summary>Rate of the samples it takes. Hz.</summary>
    public const int SampleRate = SampleRates.Reference;

    /// <summary>The shortest recording it takes.</summary>
    public const int MinSamples = Spectrogram.MinSamples;

    private readonly ReferenceEncoder encoder;
    private readonly VoiceSegments segmentation;

    /// <exception cref="ModelFileException">The checkpoint is missing or cannot be read; the message says why, and what to do.</exception>
    public VoiceEmbedder(ModelFiles models, IOptions<VoiceOptions> options)
    {
        segmentation = options.Value.Segments;
        File = new(models.ResolveVoice(options.Value.Model));
        Model = new(Path.GetFileName(options.Value.Model), File.ComputeSha256());
        encoder = new ReferenceEncoder(EncoderFile.Read(File.Path));
    }

    /// <summary>The model, as stated with its embeddings.</summary>
    public EmbeddingModel Model { get; }

    /// <summary>Whether it cuts by Whisper's segments, and so has to wait for the transcript.</summary>
    public bool NeedsSegments => segmentation == VoiceSegments.Whisper;

    /// <summary>The checkpoint's file.</summary>
    public LoadedFile File { get; }

    /// <summary>The embedding of a window, and how alike its pieces are.</summary>
    /// <param name="samples">22.05 kHz mono, full scale 1; at least 0.05 s.</param>
    /// <param name="speech">Where the speech is; null if all of it is speech.</param>
    /// <param name="segments">Whisper's segments, for <see cref="VoiceSegments.Whisper"/>.</param>
    /// <exception cref="ArgumentException">There are too few samples.</exception>
    public VoiceEmbedding Embed(
        ReadOnlyMemory<float> samples,
        IReadOnlyList<SpeechSpan>? speech,
        IReadOnlyList<TranscriptSegment> segments,
        CancellationToken cancellationToken)
    {
        var seconds = (double)samples.Length / SampleRate;
        speech ??= [new SpeechSpan(0, seconds)];
        var (values, pieces) = Average(samples.Span, speech, segments, cancellationToken);
        return new VoiceEmbedding(Model, values, Compare(samples.Span, speech, cancellationToken), pieces);
    }

    /// <summary>The embedding of a recording as one piece, whatever is in it.</summary>
    /// <param name="samples">22.05 kHz mono, full scale 1; at least 0.05 s.</param>
    public VoiceEmbedding EmbedWhole(ReadOnlySpan<float> samples, CancellationToken cancellationToken) =>
        new(Model, EmbedPiece(samples, cancellationToken), null);

    private (float[] Values, int Pieces) Average(
        ReadOnlySpan<float> samples,
        IReadOnlyList<SpeechSpan> speech,
        IReadOnlyList<TranscriptSegment> segments,
        CancellationToken cancellationToken)
    {
        var seconds = (double)samples.Length / SampleRate;
        if (NeedsSegments && SpeechPieces.ByTranscript(segments, seconds) is { Count: > 0 } chosen)
            return Average(samples, [.. chosen.Select(ToRange)], cancellationToken);

        var rented = ArrayPool<float>.Shared.Rent(samples.Length);
        try
        {
            var active = rented.AsSpan(0, Join(samples, SpeechPieces.ByVoiceActivity(speech, seconds), rented));
            return Average(
                active, SpeechPieces.Equal(active.Length, SpeechPieces.Count((double)active.Length / SampleRate)), cancellationToken);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private (float[] Values, int Pieces) Average(
        ReadOnlySpan<float> samples, IReadOnlyList<Range> pieces, CancellationToken cancellationToken)
    {
        var sum = new float[VoiceEmbedding.Dimensions];
        foreach (var piece in pieces) TensorPrimitives.Add(sum, EmbedPiece(samples[piece], cancellationToken), sum);
        TensorPrimitives.Divide(sum, pieces.Count, sum);
        return (sum, pieces.Count);
    }

    private VoiceConsistency? Compare(ReadOnlySpan<float> samples, IReadOnlyList<SpeechSpan> speech, CancellationToken cancellationToken)
    {
        var pieces = new List<float[]>();
        foreach (var span in SpeechPieces.ForComparison(speech, (double)samples.Length / SampleRate))
            pieces.Add(EmbedPiece(samples[ToRange(span)], cancellationToken));
        return VoiceConsistency.Of(pieces);
    }

    private float[] EmbedPiece(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var embedding = new float[VoiceEmbedding.Dimensions];
        encoder.Embed(samples, embedding, cancellationToken);
        return embedding;
    }

    /// <summary>Copies the spans one after the other, and returns their length.</summary>
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

    private static Range ToRange(SpeechSpan span) => Sample(span.StartSeconds)..Sample(span.EndSeconds);

    private static int Sample(double seconds) => (int)Math.Round(seconds * SampleRate);
}
