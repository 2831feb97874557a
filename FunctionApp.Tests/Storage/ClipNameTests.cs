using VoicePrep.Storage;

namespace VoicePrep.Tests.Storage;

public sealed class ClipNameTests
{
    [Theory]
    [InlineData("voice.wav", "voice.wav")]
    [InlineData("My Voice (1).m4a", "My-Voice-1-.m4a")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\fakepath\note.mp3", "note.mp3")]
    [InlineData("--help", "help")]
    [InlineData("a\"b'c\nd.wav", "a-b-c-d.wav")]
    [InlineData("\u202Egpj.wav", "gpj.wav")]
    [InlineData("声.wav", "声.wav")]
    [InlineData("..", "clip")]
    [InlineData("", "clip")]
    [InlineData(null, "clip")]
    public void Safe_AnyName_KeepsOnlyWhatIsHarmless(string? fileName, string expected) => Assert.Equal(expected, ClipName.Safe(fileName));

    [Fact]
    public void Safe_EndlessName_IsCut() => Assert.InRange(ClipName.Safe(new string('a', 10_000)).Length, 1, 120);

    [Fact]
    public void Fresh_SameName_IsNeverTheSame() => Assert.NotEqual(ClipName.Fresh("a.wav"), ClipName.Fresh("a.wav"));
}
