using System.Text;
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
    [InlineData("$(rm -rf ~);`x`|&*?<>!#%:.wav", "rm-rf-x-.wav")]
    [InlineData("a\r\nSet-Cookie: b.wav", "a-Set-Cookie-b.wav")]
    [InlineData("\u202Egpj.wav", "gpj.wav")]
    [InlineData("声.wav", "声.wav")]
    [InlineData("हिन्दी.wav", "हिन्दी.wav")]
    [InlineData("Bu\u0308cher.wav", "Bu\u0308cher.wav")]
    [InlineData("\u0308.wav", "clip.wav")]
    [InlineData("😀.m4a", "clip.m4a")]
    [InlineData(".hidden.wav", "hidden.wav")]
    [InlineData("..", "clip")]
    [InlineData("", "clip")]
    [InlineData(null, "clip")]
    public void Safe_AnyName_KeepsOnlyWhatIsHarmless(string? fileName, string expected) => Assert.Equal(expected, ClipName.Safe(fileName));

    [Theory]
    [InlineData("a")]
    [InlineData("声")]
    public void Safe_EndlessName_IsCutToWhatAPathTakes(string letter) =>
        Assert.InRange(Encoding.UTF8.GetByteCount(ClipName.Safe(string.Concat(Enumerable.Repeat(letter, 10_000)))), 1, 255);

    [Fact]
    public void Fresh_SameName_IsNeverTheSame() => Assert.NotEqual(ClipName.Fresh("a.wav"), ClipName.Fresh("a.wav"));
}
