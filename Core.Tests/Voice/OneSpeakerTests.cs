using VoicePrep.Audio.Verdicts;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

public sealed class OneSpeakerTests
{
    private static readonly float[] Anna = [1, 0.1f, 0];
    private static readonly float[] Bert = [0, 0.1f, 1];

    [Fact]
    public void Check_TwoTakingTurns_IsFlaggedWithAdvice()
    {
        var consistency = VoiceConsistency.Of([Anna, Bert, Anna, Bert, Anna]);
        var check = OneSpeaker.Check(consistency?.BetweenGroups);
        Assert.Equal(("one_speaker", Grade.Usable), (check.Name, check.Outcome));
        Assert.NotNull(check.Advice);
        Assert.InRange(check.Value!.Value, 0, 0.02);
        Assert.Equal(consistency!.Lowest, check.Value.Value, 6);
        Assert.Equal(5, consistency.Pieces);
    }

    [Fact]
    public void Check_OneSpeaker_IsGood() =>
        Assert.Equal(
            (Grade.Good, null),
            (
                OneSpeaker.Check(VoiceConsistency.Of([Anna, [0.9f, 0.3f, 0.1f], Anna])!.BetweenGroups).Outcome,
                OneSpeaker.Check(null).Advice));

    [Fact]
    public void Of_OnePiece_HasNothingToCompare() => Assert.Null(VoiceConsistency.Of([Anna]));
}
