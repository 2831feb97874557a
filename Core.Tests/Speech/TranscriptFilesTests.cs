using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Tests.Speech;

public sealed class TranscriptFilesTests
{
    private static readonly Transcript TwoSegments = new(
        "one & two", "en", 1, true, [], [new(0.2, 1.5, " one &", 0.9), new(61.0004, 3661.9996, " two", 0.9)]);

    [Fact]
    public void Srt_TwoSegments_AreNumberedCues() => Assert.Equal(
        "1\n00:00:00,200 --> 00:00:01,500\none &\n\n2\n00:01:01,000 --> 01:01:02,000\ntwo\n\n", TranscriptFiles.Srt(TwoSegments));

    [Fact]
    public void Vtt_TwoSegments_AreEscapedCues() => Assert.Equal(
        "WEBVTT\n\n00:00:00.200 --> 00:00:01.500\none &amp;\n\n00:01:01.000 --> 01:01:02.000\ntwo\n\n", TranscriptFiles.Vtt(TwoSegments));

    [Fact]
    public void Text_NothingSaid_IsEmpty() => Assert.Empty(TranscriptFiles.Text(TwoSegments with { Text = "" }));
}
