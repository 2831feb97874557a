using VoicePrep.Models;
using VoicePrep.Signal;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

public sealed class VoiceEmbedderTests
{
    private static readonly float[] Speech = ParityFiles.Samples("kennedy.wav")[..(8 * VoiceEmbedder.SampleRate)];

    private readonly VoiceEmbedder embedder = Embedders.Create(ModelFiles.Demo);

    [Fact]
    public void Embed_VoiceActivity_DoesNotDependOnTheTranscript()
    {
        SpeechSpan[] speech = [new(0.3, 3), new(4.5, 7)];
        var one = embedder.Embed(Speech, speech, [], CancellationToken.None);
        var other = embedder.Embed(Speech, speech, [new(2, 5, "anything else", 1)], CancellationToken.None);
        Assert.Equal(one.Values, other.Values);
    }

    [Fact]
    public void Embed_WhisperSegments_IsTheMeanOfThosePieces()
    {
        var whisper = Embedders.Create(ModelFiles.Demo, VoiceSegments.Whisper);
        TranscriptSegment[] segments = [new(0, 3, "the first", 1), new(4.08, 7, "the second", 1)];
        var expected = embedder.EmbedWhole(Speech.AsSpan(..67914), CancellationToken.None).Values
            .Zip(embedder.EmbedWhole(Speech.AsSpan(88200..156114), CancellationToken.None).Values, (a, b) => (a + b) / 2);
        Assert.Equal(expected, whisper.Embed(Speech, null, segments, CancellationToken.None).Values);
    }

    [Fact]
    public void Embed_WhisperWithoutAUsefulSegment_IsAsByVoiceActivity() =>
        Assert.Equal(
            embedder.Embed(Speech, null, [], CancellationToken.None).Values,
            Embedders.Create(ModelFiles.Demo, VoiceSegments.Whisper)
                .Embed(Speech, null, [new(0, 1, "short", 1)], CancellationToken.None).Values);

    [Theory]
    [InlineData(3.0)]
    [InlineData(4.0)]
    [InlineData(4.99)]
    public void Embed_LessThanFiveSecondsOfSpeech_IsOnePiece(double seconds)
    {
        var samples = Speech.AsMemory(0, (int)(seconds * VoiceEmbedder.SampleRate));
        Assert.Equal(
            embedder.EmbedWhole(samples.Span, CancellationToken.None).Values,
            embedder.Embed(samples, null, [], CancellationToken.None).Values);
    }

    [Fact]
    public void Embed_SpansBeyondTheSamples_AreCutThere() =>
        Assert.Equal(
            embedder.Embed(Speech, [new(0, 8)], [], CancellationToken.None).Values,
            embedder.Embed(Speech, [new(0, 8), new(30, 40)], [], CancellationToken.None).Values);

    [Fact]
    public void Embed_TooFewSamples_Throws() =>
        Assert.Throws<ArgumentException>(() => embedder.Embed(new float[1023], null, [], CancellationToken.None));

    [Fact]
    public async Task Embed_ManyAtOnce_GiveWhatOneGives()
    {
        var expected = embedder.Embed(Speech, null, [], CancellationToken.None);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => i % 2 == 0
            ? embedder.Embed(Speech, null, [], CancellationToken.None)
            : embedder.Embed(Speech.AsMemory(0, 70_000), null, [], CancellationToken.None))));
        Assert.All(answers.Where((_, i) => i % 2 == 0), answer => Assert.Equal(expected.Values, answer.Values));
        Assert.All(answers.Where((_, i) => i % 2 != 0), answer => Assert.Equal(answers[1].Values, answer.Values));
    }

    [Fact]
    public void Embed_AfterACancelledOne_IsNotDisturbed()
    {
        var expected = embedder.EmbedWhole(Speech, CancellationToken.None).Values;
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => embedder.EmbedWhole(Speech, cancelled.Token));
        Assert.Equal(expected, embedder.EmbedWhole(Speech, CancellationToken.None).Values);
    }

    [Fact]
    public void Embed_OnceWarm_AllocatesNoMegabytes()
    {
        embedder.Embed(Speech, null, [], CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        embedder.Embed(Speech, null, [], CancellationToken.None);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 100_000);
    }
}
