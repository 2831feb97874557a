using VoicePrep.Speech;

namespace VoicePrep.Tests.Speech;

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
    [MemberData(nameof(SoundsThatAreNoSpeech))]
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

    private static Transcript Judge(
        string text, double seconds, float logProbability = -0.1f, float noSpeech = 0, double languageProbability = 0.9, double? speechEnd = null, bool completed = true)
    {
        var sequence = new DecodedSequence([new SampledToken(1, FirstTimestamp, logProbability)], 400, 0, completed);
        return Guards.Judge(sequence, [new(0, seconds, text, 0.9)], "en", languageProbability, noSpeech, seconds, speechEnd);
    }
}
