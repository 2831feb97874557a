using System.Runtime.InteropServices;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

public sealed class SpokenLanguageTests
{
    private static readonly GgmlHeader Multilingual = GgmlFile.Read(WhisperFixture.DemoFile).Header;
    private static readonly GgmlHeader English = Multilingual with { Vocabulary = 51864 };
    private static readonly GgmlHeader LargeV3 = Multilingual with { Vocabulary = 51866 };

    [Theory]
    [InlineData("en", "en")]
    [InlineData("EN", "en")]
    [InlineData("en-US", "en")]
    [InlineData("pt_BR", "pt")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData(" English ", "en")]
    [InlineData("haitian creole", "ht")]
    [InlineData("Farsi", "fa")]
    [InlineData("nb-NO", "no")]
    [InlineData("haw", "haw")]
    [InlineData("AUTO", "auto")]
    [InlineData("klingon", null)]
    [InlineData("xx", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("yue", null)]
    public void Find_MultilingualModel_IsItsCode(string text, string? expected) =>
        Assert.Equal(expected, SpokenLanguage.Find(text, SpokenLanguage.CodesOf(Multilingual)));

    [Theory]
    [InlineData("en-GB", "en")]
    [InlineData("auto", "auto")]
    [InlineData("de", null)]
    public void Find_EnglishModel_KnowsEnglishAlone(string text, string? expected) =>
        Assert.Equal(expected, SpokenLanguage.Find(text, SpokenLanguage.CodesOf(English)));

    [Fact]
    public void Find_CantoneseInLargeV3_IsKnown() =>
        Assert.Equal("yue", SpokenLanguage.Find("Cantonese", SpokenLanguage.CodesOf(LargeV3)));

    [Fact]
    public unsafe void Codes_AllOfThem_AreThoseOfTheLibraryInItsOrder()
    {
        WhisperLibrary.Load(AppContext.BaseDirectory, new() { Device = WhisperDevice.Cpu });

        var expected = Enumerable.Range(0, WhisperApi.LastLanguage() + 1)
            .Select(language => Marshal.PtrToStringUTF8((nint)WhisperApi.LanguageCode(language)));

        Assert.Equal(expected, SpokenLanguage.Codes);
    }

    [Fact]
    public void Languages_DemoModel_AreKnownBeforeItIsLoaded()
    {
        using var engine = WhisperFixture.Create(new() { Model = ModelFiles.Demo });

        Assert.Equal(99, engine.Languages.Count);
        Assert.Equal("su", engine.Languages[^1]);
    }
}
