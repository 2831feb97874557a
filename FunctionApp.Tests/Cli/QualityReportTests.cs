using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Quality;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Cli;

public sealed class QualityReportTests
{
    private static readonly float[] Voice = [1, 0];
    private static readonly float[] Alike = [0.6f, 0.8f];

    [Fact]
    public void Worse_WithReferences_IsHowMuchMoreBErrs()
    {
        var report = new QualityReport([Clip("one two three four", "one two three five", "one six three five")]);

        Assert.Equal(0.25, report.Worse, 6);
        Assert.True(report.Passes(0.25, 0.9));
        Assert.False(report.Passes(0.24, 0.9));
    }

    [Fact]
    public void Worse_ARecordingWithoutReference_IsAllThatDiffersFromA()
    {
        var report = new QualityReport([Clip("one two", "one", "one"), Clip(null, "one two three", "one three")]);

        Assert.Equal(0.25, report.Worse, 6);
    }

    [Fact]
    public void Passes_LowestCosineUnderTheLimit_DoesNot()
    {
        var report = new QualityReport([Clip(null, "one", "one"), Clip(null, "two", "two", Alike)]);

        Assert.Equal(0.6, report.LowestCosine!.Value, 6);
        Assert.True(report.Passes(0, 0.59));
        Assert.False(report.Passes(0, 0.61));
    }

    [Fact]
    public void Passes_DifferentEncoders_GoesByTheTranscriptsAlone()
    {
        var report = new QualityReport([Clip(null, "one", "one", Alike, "other")]);

        Assert.Null(report.LowestCosine);
        Assert.True(report.Passes(0, 1));
    }

    private static ComparedClip Clip(string? reference, string a, string b, float[]? voiceOfB = null, string encoderOfB = "demo") =>
        new("clip", reference, Heard(a, Voice, "demo"), Heard(b, voiceOfB ?? Voice, encoderOfB));

    private static LocalVoice Heard(string text, float[] voice, string encoder) =>
        new(
            new ValidClip(
                10, Trimmed: false, new(0, 10, null, null), Verdict.Of([new("peak", -3, "dB", -1, Grade.Good, null)]), Speech: null),
            new VoiceEmbedding(new(encoder, null), voice, null),
            new Transcript(text, "en", 1, true, [], []),
            []);
}
