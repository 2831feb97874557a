using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Tests.Speech.Transcripts;

[Collection(WhisperTests.Name)]
public sealed class GuardTests(WhisperFixture whisper)
{
    private const int SampleRate = 16_000;
    private const int FirstTimestamp = 50364;

    public static TheoryData<string, float[]> SoundsThatAreNoSpeech()
    {
        var random = new Random(1);
        return new()
        {
            { "silence", new float[10 * SampleRate] },
            { "faint noise", [.. Enumerable.Range(0, 10 * SampleRate).Select(_ => (random.NextSingle() - 0.5f) * 1e-4f)] },
            { "white noise", [.. Enumerable.Range(0, 10 * SampleRate).Select(_ => random.NextSingle() - 0.5f)] },
            { "50 Hz hum", [.. Enumerable.Range(0, 10 * SampleRate).Select(i => 0.3f * MathF.Sin(2 * MathF.PI * 50 * i / SampleRate))] },
            { "60 Hz hum", [.. Enumerable.Range(0, 10 * SampleRate).Select(i => 0.3f * MathF.Sin(2 * MathF.PI * 60 * i / SampleRate))] },
        };
    }

    [Theory]
    // else each sample becomes text, which takes a minute and gigabytes
    [MemberData(nameof(SoundsThatAreNoSpeech), DisableDiscoveryEnumeration = true)]
    public async Task TranscribeAsync_NoSpeech_GivesNoWords(string sound, float[] samples)
    {
        var result = await whisper.Engine.TranscribeAsync(samples, null, "auto", CancellationToken.None);

        Assert.True(result.Transcript.Text.Length == 0, sound);
        Assert.Equal([GuardReasons.NoSpeech], result.Transcript.Reasons);
        Assert.Empty(result.Transcript.Segments);
    }

    [Fact]
    public async Task TranscribeAsync_NoSpeechFound_HearsNothing()
    {
        var clip = SpokenDigits.Say("one two three");

        var result = await whisper.Engine.TranscribeAsync(clip.Samples, [], "en", CancellationToken.None);

        Assert.Equal(("", 0), (result.Transcript.Text, result.EncoderPasses));
    }

    [Fact]
    public async Task TranscribeAsync_SilenceAtTheEnds_IsNotHeardAndTimesAreTheClips()
    {
        var clip = SpokenDigits.Say("four six two", leadSeconds: 5);
        var padded = clip with { Samples = [.. clip.Samples, .. new float[5 * SampleRate]] };

        var result = await whisper.Engine.TranscribeAsync(padded.Samples, padded.Speech, "en", CancellationToken.None);

        Assert.Equal("four six two", result.Transcript.Text);
        Assert.InRange(result.Transcript.Segments[0].StartSeconds, 4.7, 5.3);
    }

    [Theory]
    [InlineData("so we go so we go so we go so we go so we go so we go", GuardReasons.Repetition)]
    [InlineData("no no no no no no", GuardReasons.Repetition)]
    [InlineData("one two three four five six seven eight nine zero one three five seven nine two four six eight zero " +
        "nine eight seven six five four three two one zero two four", GuardReasons.TooManyWords)]
    public void Judge_InventedText_IsUnreliable(string text, string reason)
    {
        var transcript = Judge(text, seconds: 4);

        Assert.False(transcript.Reliable);
        Assert.Contains(reason, transcript.Reasons);
    }

    [Fact]
    public void Judge_PlainText_IsReliable()
    {
        var transcript = Judge("the birch canoe slid on the smooth planks", seconds: 4);

        Assert.True(transcript.Reliable);
        Assert.Empty(transcript.Reasons);
    }

    [Fact]
    public void Judge_LowProbability_IsUnreliable() =>
        Assert.Contains(GuardReasons.LowProbability, Judge("the birch canoe", seconds: 4, logProbability: -1.5f).Reasons);

    [Fact]
    public void Judge_LowProbabilityAndNoSpeech_IsEmpty() =>
        Assert.Equal("", Judge("thank you", seconds: 4, logProbability: -1.5f, noSpeech: 0.8f).Text);

    [Fact]
    public void Judge_UncertainLanguage_IsUnreliable() =>
        Assert.Contains(GuardReasons.UncertainLanguage, Judge("the birch canoe", seconds: 4, languageProbability: 0.3).Reasons);

    [Fact]
    public void Judge_SpeechLongAfterTheLastWord_IsUnreliable() =>
        Assert.Contains(GuardReasons.SpeechNotTranscribed, Judge("the birch canoe", seconds: 4, speechEnd: 9).Reasons);

    [Fact]
    public void Judge_DecodingWithoutEnd_IsUnreliable() =>
        Assert.Contains(GuardReasons.Repetition, Judge("the birch canoe", seconds: 4, completed: false).Reasons);

    [Fact]
    public void Judge_OneSegmentIsALoop_IsUnreliableForIt()
    {
        TranscriptSegment good = new(
            0,
            20,
            "The birch canoe slid on the smooth planks, and it is easy to tell "
                + "the depth of a well when these days a chicken leg is a rare dish.",
            0.9);
        TranscriptSegment loop = new(20, 26, "Glue the sheet. Glue the sheet. Glue the sheet. Glue", 0.9)
        {
            Reasons = [GuardReasons.Repetition],
        };
        var sequence = new DecodedSequence([new SampledToken(1, FirstTimestamp, -0.1f)], 2600, 0, Completed: true);

        var transcript = Guards.Judge(Guards.Check(sequence, [good, loop], 26), "en", 1, 0, null);

        Assert.Equal([GuardReasons.Repetition], transcript.Reasons);
        Assert.Equal([[], [GuardReasons.Repetition]], transcript.Segments.Select(segment => segment.Reasons));
    }

    [Theory]
    [InlineData("one", 0.02, 1, -0.1)]
    [InlineData("seven", 0, 2, -3)]
    [InlineData("I do not know what to say", 0.9, 7, -0.9)]
    public void OfSegment_TooShortToTell_HasNothingAgainstIt(string text, double seconds, int tokens, double logProbability) =>
        Assert.Empty(Guards.OfSegment(text, seconds, tokens, logProbability));

    [Theory]
    [InlineData("the birch canoe slid on the smooth planks", 3, 8, -1.2, GuardReasons.LowProbability)]
    [InlineData("no no no no no no", 3, 6, -0.1, GuardReasons.Repetition)]
    [InlineData("the birch canoe slid on the smooth planks", 0.1, 8, -0.1, GuardReasons.TooManyWords)]
    public void OfSegment_OneGuardFails_IsItsReason(string text, double seconds, int tokens, double logProbability, string reason) =>
        Assert.Equal([reason], Guards.OfSegment(text, seconds, tokens, logProbability));

    [Theory]
    [InlineData("the birch canoe", -0.1f, 0f, true)]
    [InlineData("the birch canoe", -1.5f, 0f, false)]
    [InlineData("the birch canoe", -1.5f, 0.7f, true)] // Silence: warmer decodings would not make it speech.
    [InlineData("no no no no no no", -0.1f, 0f, false)]
    [InlineData("no no no no no no", -1.5f, 0.7f, false)]
    [InlineData("the birch canoe slid on the smooth planks and then some more of it which nobody could have said", -0.1f, 0f, false)]
    public void Accept_Decoding_StandsWhereNothingIsAgainstIt(string text, float logProbability, float noSpeech, bool stands) =>
        Assert.Equal(stands, Guards.Accept(Check(text, seconds: 2, logProbability), noSpeech));

    [Fact]
    public void IsBetter_LikelyLoopAndUnlikelyWords_AreTheWords() =>
        Assert.True(
            Guards.IsBetter(Check("the birch canoe", 2, logProbability: -1.5f), Check("no no no no no no", 2, logProbability: -0.1f)));

    private static Transcript Judge(
        string text,
        double seconds,
        float logProbability = -0.1f,
        float noSpeech = 0,
        double languageProbability = 0.9,
        double? speechEnd = null,
        bool completed = true) =>
        Guards.Judge(Check(text, seconds, logProbability, completed), "en", languageProbability, noSpeech, speechEnd);

    private static JudgedSequence Check(string text, double seconds, float logProbability, bool completed = true) =>
        Guards.Check(new([new SampledToken(1, FirstTimestamp, logProbability)], 400, 0, completed), [new(0, seconds, text, 0.9)], seconds);
}
