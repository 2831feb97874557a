using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Studio;

/// <summary>What the page says of a rejection that the service describes by its code and values.</summary>
[Collection(ServiceCollection.Name)]
public sealed class WordedRejectionTests(ServiceFixture fixture, Browser browser)
{
    [Theory]
    [InlineData(
        "en-GB", "clip_too_short", """{ "seconds": 4.98, "minSeconds": 5 }""",
        "The recording lasts 4.98 s; at least 5 s are needed.")]
    [InlineData("ja-JP", "clip_too_short", """{ "seconds": 4.98, "minSeconds": 5 }""", "録音の長さは 4.98 秒です。5 秒以上必要です。")]
    [InlineData(
        "ja-JP", "grade_too_low", """{ "grade": "poor", "neededGrade": "usable", "checks": "hum, bandwidth" }""",
        "録音の評価は「不良」ですが、このサービスでは「使用可」が必要です。足りない項目：電源ハム、最高周波数")]
    [InlineData("ja-JP", "clip_too_short", "{}", "as the service says it")]
    [InlineData("en-GB", "code_of_a_later_version", "{}", "as the service says it")]
    public Task WordRejection_CodeAndValues_IsSaidInThePagesLanguage(string locale, string code, string values, string expected) =>
        browser.VisitAsync(
        fixture.Service.Studio,
        async page => Assert.Equal(expected, await page.EvaluateAsync<string>(
            $$"""
            async () => {
              const { loadLanguage, wordRejection } = await import('/api/studio/i18n.js');
              await loadLanguage();
              return wordRejection({ code: '{{code}}', values: {{values}}, message: 'as the service says it', advice: '' }).message;
            }
            """)),
        new() { Locale = locale });
}
