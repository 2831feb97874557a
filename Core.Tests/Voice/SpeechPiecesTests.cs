using VoicePrep.Speech.Transcripts;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

public sealed class SpeechPiecesTests
{
    [Fact]
    public void ByVoiceActivity_PausesUnderASecond_AreBridgedAndBothEndsDilated() =>
        Assert.Equal([new(0.5, 5.5)], SpeechPieces.ByVoiceActivity([new(1, 2), new(2.9, 5)], 10));

    [Fact]
    public void ByVoiceActivity_LongerPause_IsLeftOut() =>
        Assert.Equal([new(0, 2.5), new(3.5, 6)], SpeechPieces.ByVoiceActivity([new(0.2, 2), new(4, 5.8)], 6));

    [Fact]
    public void ByVoiceActivity_ClickUnderATenthOfASecond_IsDropped() =>
        Assert.Equal([new(4.5, 8.5)], SpeechPieces.ByVoiceActivity([new(1, 1.05), new(5, 8)], 10));

    [Fact]
    public void ByVoiceActivity_NoSpeech_IsTheWholeRecording() => Assert.Equal([new(0, 7)], SpeechPieces.ByVoiceActivity([], 7));

    [Fact]
    public void ByTranscript_Segments_AreWidenedAndFilteredAsOpenVoiceDoes()
    {
        TranscriptSegment[] segments =
        [
            new(1, 4, "first", 1),
            new(5, 8, "second", 1),
            new(9, 10, "under 1.5 s", 1),
            new(11, 14, "x...", 1),
            new(15, 40, "20 s and more", 1),
            new(41, 44, new string('x', 200), 1),
            new(45, 50, "to the end", 1),
        ];
        Assert.Equal(
            [(1, 4.08), (4.92, 8.08), (44.92, 48)],
            SpeechPieces.ByTranscript(segments, 48).Select(span => (span.StartSeconds, span.EndSeconds)));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4.9, 1)]
    [InlineData(14.9, 1)]
    [InlineData(15, 2)]
    [InlineData(25, 2)]
    [InlineData(25.1, 3)]
    [InlineData(30, 3)]
    public void Count_SecondsOfSpeech_IsATenthRoundedHalfToEvenAndAtLeastOne(double seconds, int pieces) =>
        Assert.Equal(pieces, SpeechPieces.Count(seconds));

    [Fact]
    public void Equal_OddNumberOfSamples_HasNoGaps() => Assert.Equal([0..231424, 231424..462849], SpeechPieces.Equal(462849, 2));

    [Fact]
    public void ForComparison_Speech_IsCutAtPausesAndIntoThreeSeconds() =>
        Assert.Equal(
            [new(0, 3), new(3, 6), new(6.5, 8.5)], SpeechPieces.ForComparison([new(0, 4), new(4.15, 6), new(6.5, 8.5), new(9, 9.9)], 10));
}
