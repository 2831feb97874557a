using VoicePrep.Cli.Quality;

namespace VoicePrep.Tests.Cli;

public sealed class ErrorRateTests
{
    [Theory]
    [InlineData("the cat sat", "the cat sat", 0, 3)]
    [InlineData("The cat, sat!", "the CAT sat.", 0, 3)]
    [InlineData("the cat sat", "the bat sat", 1, 3)]
    [InlineData("the cat sat", "the cat has sat down", 2, 3)]
    [InlineData("the cat sat on the mat", "cat sat the mat", 2, 6)]
    [InlineData("one two three", "two three one", 2, 3)]
    [InlineData("don't", "dont", 0, 1)]
    [InlineData("the cat", "", 2, 2)]
    [InlineData("", "well", 1, 0)]
    public void OfWords_KnownPair_CountsTheFewestEdits(string reference, string text, int edits, int words) =>
        Assert.Equal(new ErrorRate(edits, words), ErrorRate.OfWords(reference, text));

    [Theory]
    [InlineData("kitten", "sitting", 3, 6)]
    [InlineData("in to", "into", 0, 4)]
    [InlineData("今日は晴れです", "今日は雨です。", 2, 7)]
    public void OfCharacters_KnownPair_CountsTheFewestEditsWithoutBlanks(string reference, string text, int edits, int characters) =>
        Assert.Equal(new ErrorRate(edits, characters), ErrorRate.OfCharacters(reference, text));

    [Theory]
    [InlineData(1, 4, 0.25)]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    public void Value_EditsOverTokens_IsDefinedWithoutTokensToo(int edits, int tokens, double expected) =>
        Assert.Equal(expected, new ErrorRate(edits, tokens).Value);

    [Theory]
    [InlineData("今日は晴れです", true)]
    [InlineData("สวัสดี", true)]
    [InlineData("guten Tag, größer", false)]
    public void IsWithoutBlanks_Script_TellsWhichRateCounts(string text, bool expected) =>
        Assert.Equal(expected, ErrorRate.IsWithoutBlanks(text));
}
