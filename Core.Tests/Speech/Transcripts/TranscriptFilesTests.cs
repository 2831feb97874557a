using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Tests.Speech.Transcripts;

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

    /// <summary>A model may write a line break, and what follows an empty line would be a cue of its own.</summary>
    [Fact]
    public void Cues_TextWithLinesAndControls_StaysInsideItsCue()
    {
        var hostile = TwoSegments with { Segments = [new(0, 1, " one\r\n\n2\n00:00:05,000 --> 00:00:09,000\n<b>two\u0000\u2028", 0.9)] };

        Assert.Equal("1\n00:00:00,000 --> 00:00:01,000\none 2 00:00:05,000 --> 00:00:09,000 <b>two\n\n", TranscriptFiles.Srt(hostile));
        Assert.Equal(
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\none 2 00:00:05,000 --&gt; 00:00:09,000 &lt;b&gt;two\n\n",
            TranscriptFiles.Vtt(hostile));
    }

    [Fact]
    public void Text_NothingSaid_IsEmpty() => Assert.Empty(TranscriptFiles.Text(TwoSegments with { Text = "" }));
}
