namespace VoicePrep.Tests.Speech.Transcripts;

[Collection(WhisperTests.Name)]
public sealed class TranscriptionTests(WhisperFixture whisper)
{
    [Theory]
    [InlineData("one two three four five six seven eight nine", "en-us", "en")]
    [InlineData("seven three nine one zero four", "en-gb", "en")]
    [InlineData("eins zwei drei vier sechs acht neun", "de", "de")]
    public async Task TranscribeAsync_SpokenDigits_GivesTheWordsWithTheirTimes(string words, string voice, string language)
    {
        var clip = SpokenDigits.Say(words, voice);

        var result = await whisper.Engine.TranscribeAsync(clip.Samples, clip.Speech, "auto", CancellationToken.None);

        Assert.Equal(words, result.Transcript.Text);
        Assert.Equal(language, result.Transcript.Language);
        Assert.True(result.Transcript.Reliable, string.Join(' ', result.Transcript.Reasons));
        Assert.All(result.Transcript.Segments.Zip(clip.Words), pair =>
        {
            Assert.InRange(pair.First.StartSeconds, pair.Second.StartSeconds - 0.3, pair.Second.StartSeconds + 0.3);
            Assert.InRange(pair.First.EndSeconds, pair.Second.EndSeconds - 0.3, pair.Second.EndSeconds + 0.3);
        });
    }
}
