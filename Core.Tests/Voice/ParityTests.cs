using VoicePrep.Voice;
using Xunit.Abstractions;

namespace VoicePrep.Tests.Voice;

/// <summary>Our embedding against what OpenVoice's own code answers.</summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-5f;

    private readonly VoiceEmbedder embedder = Embedders.Create(ParityFiles.Checkpoint);

    [Theory]
    [InlineData("jfk", new[] { 242550 })]
    [InlineData("kennedy", new[] { 231424, 231425 })]
    public void EmbedWhole_PieceOfARecording_IsWhatOpenVoiceAnswers(string name, int[] lengths)
    {
        var samples = ParityFiles.Samples(name + ".wav");
        var (expected, shape) = Read(name + ".pieces.npy");
        Assert.Equal([lengths.Length, 1, 256, 1], shape);
        var start = 0;
        for (var piece = 0; piece < lengths.Length; piece++)
        {
            var embedding = embedder.EmbedWhole(samples.AsSpan(start, lengths[piece]), CancellationToken.None);
            AssertClose(expected.AsSpan(256 * piece, 256), embedding.Values);
            start += lengths[piece];
        }
    }

    [Theory]
    [InlineData("jfk")]
    [InlineData("kennedy")]
    public void Embed_RecordingWithoutSpans_IsTheMeanThatOpenVoiceAnswers(string name)
    {
        var (expected, shape) = Read(name + ".mean.npy");
        Assert.Equal([1, 256, 1], shape);
        AssertClose(expected, embedder.Embed(ParityFiles.Samples(name + ".wav"), null, [], CancellationToken.None).Values);
    }

    private static (float[] Values, int[] Shape) Read(string name)
    {
        using var file = File.OpenRead(ParityFiles.PathOf(name));
        return NpyFile.Read(file);
    }

    private void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var largest = 0f;
        for (var i = 0; i < expected.Length; i++) largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
        output.WriteLine($"largest difference {largest:e2}");
        Assert.InRange(largest, 0, Tolerance);
    }
}
