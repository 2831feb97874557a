using VoicePrep.Api.Voices;

namespace VoicePrep.Tests.Api;

public sealed class NameSearchTests
{
    [Theory]
    [InlineData("anna", "ANNA.wav")]
    [InlineData("na.W", "anna.wav")]
    [InlineData("caf\u00e9", "cafe\u0301.wav")]
    [InlineData("cafe\u0301", "caf\u00e9.wav")]
    [InlineData("cafe", "Caf\u00c9.wav")]
    [InlineData("vi\u1ec7t", "vie\u0302\u0323t")]
    [InlineData("strasse", "Straße")]
    [InlineData("straße", "STRASSE")]
    [InlineData("STRAẞE", "straße")]
    [InlineData("istanbul", "İstanbul")]
    [InlineData("İSTANBUL", "istanbul")]
    [InlineData("ırmak", "IRMAK")]
    [InlineData("Irmak", "ırmak")]
    [InlineData("ΣΟΦΟΣ", "σοφός")]
    [InlineData("\u304b\u3099", "\u304c")]
    [InlineData("\uac00", "\u1100\u1161")]
    [InlineData("太郎", "山田太郎")]
    [InlineData("🎤", "live 🎤.wav")]
    public void Finds_SameLetters_HoweverWritten(string part, string name) => Assert.True(new NameSearch(part).Finds(name));

    [Theory]
    [InlineData("anne", "anna.wav")]
    [InlineData("\u304b", "\u304c")]
    [InlineData("कि", "का")]
    [InlineData("\0", "anna.wav")]
    public void Finds_OtherLetters_Not(string part, string name) => Assert.False(new NameSearch(part).Finds(name));
}
