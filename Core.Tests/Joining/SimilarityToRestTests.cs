using VoicePrep.Joining;

namespace VoicePrep.Tests.Joining;

public sealed class SimilarityToRestTests
{
    private static readonly JoinedEmbedding Bert = new([0, 0.1f, 1], 5);

    [Fact]
    public void Of_OneOfFourIsAnother_LeavesThatOneOutAndComparesTheRestWithoutIt()
    {
        var found = SimilarityToRest.Of([Anna(0.1f), Bert, Anna(0.2f), Anna(0)], 0.3);

        Assert.Equal([true, false, true, true], found.Select(one => one.Belongs));
        Assert.InRange(found[1].Similarity!.Value, 0, 0.1);
        Assert.All(found.Where(one => one.Belongs), one => Assert.InRange(one.Similarity!.Value, 0.95, 1));
    }

    [Fact]
    public void Of_TwoThatDiffer_LeavesNeitherOut() =>
        Assert.All(SimilarityToRest.Of([Anna(0), Bert], 0.3), like => Assert.True(like is { Belongs: true, Similarity: < 0.1 }));

    [Fact]
    public void Of_LimitThatLeavesNoneOut_LeavesNoneOut() =>
        Assert.All(SimilarityToRest.Of([Anna(0.1f), Bert, Anna(0.2f)], -1), like => Assert.True(like.Belongs));

    [Fact]
    public void Of_One_HasNothingToCompare() => Assert.Equal([(null, true)], SimilarityToRest.Of([Bert], 0.3));

    private static JoinedEmbedding Anna(float second) => new([1, second, 0], 1);
}
