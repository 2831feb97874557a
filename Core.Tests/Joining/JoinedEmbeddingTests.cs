using VoicePrep.Joining;
using VoicePrep.Tests.Voice;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Joining;

/// <summary>The embedding of several recordings against what OpenVoice's own code answers for their pieces.</summary>
public sealed class JoinedEmbeddingTests
{
    private const float Tolerance = 1e-4f;

    [Fact]
    public void Of_TwoRecordings_IsTheMeanThatOpenVoiceAnswersForAllPiecesAtOnce()
    {
        var embedder = Embedders.Create(ParityFiles.Checkpoint);
        string[] names = ["jfk", "kennedy"];
        float[][] pieces = [.. names.SelectMany(name => Read($"{name}.pieces.npy").Chunk(VoiceEmbedding.Dimensions))];

        var joined = JoinedEmbedding.Of(
        [
            .. names.Select(name => embedder.Embed(ParityFiles.Samples($"{name}.wav"), null, [], CancellationToken.None))
                .Select(voice => new JoinedEmbedding(voice.Values, voice.Pieces)),
        ]);

        Assert.Equal((3, 3), (pieces.Length, joined.Pieces));
        for (var i = 0; i < VoiceEmbedding.Dimensions; i++)
            Assert.InRange(joined.Values[i] - pieces.Average(piece => piece[i]), -Tolerance, Tolerance);
    }

    private static float[] Read(string name)
    {
        using var file = File.OpenRead(ParityFiles.PathOf(name));
        return NpyFile.Read(file).Values;
    }
}
