using VoicePrep.Contracts;

namespace VoicePrep.Tests.Contracts;

public sealed class VoiceIdTests
{
    [Fact]
    public void For_SameVersion_IsTheSameWithAndWithoutQuotes() =>
        Assert.Equal(VoiceId.For("a.wav", "0x8D1"), VoiceId.For("a.wav", "\"0x8D1\""));

    [Theory]
    [InlineData("b.wav", "0x8D1")]
    [InlineData("a.wav", "0x8D2")]
    public void For_AnotherVersion_Differs(string name, string etag) =>
        Assert.NotEqual(VoiceId.For("a.wav", "0x8D1"), VoiceId.For(name, etag));

    [Fact]
    public void IsValid_AnId_Holds() => Assert.True(VoiceId.IsValid(VoiceId.For("a.wav", "0x8D1")));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdef\n")]
    [InlineData("../../../../../../../../../../etc")]
    public void IsValid_AnythingElse_DoesNot(string text) => Assert.False(VoiceId.IsValid(text));
}
