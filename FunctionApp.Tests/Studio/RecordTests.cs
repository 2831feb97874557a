using Microsoft.Playwright;
using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Studio;

/// <summary>Recording in the page, by a microphone that hears a file.</summary>
[Collection(ServiceCollection.Name)]
public sealed class RecordTests(ServiceFixture fixture, Browser browser)
{
    [Fact]
    public Task Record_FromTheMicrophone_IsHeardAgainSentAndPrepared() => browser.VisitStudioAsync(fixture, "/", async page =>
    {
        await page.Button("Set up the microphone").ClickAsync();
        await page.GetByRole(AriaRole.Meter).WaitForAsync();
        await Assertions.Expect(page.Button("Start recording")).ToBeFocusedAsync();
        await page.AssertAccessibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".time[data-zone=best]").WaitForAsync();
        await page.KeepScreenshotAsync("recording");
        await page.Button("Stop").ClickAsync();
        await page.AssertAccessibleAsync();

        await page.GetByLabel("Name").FillAsync("my voice");
        await page.Button("Send it").ClickAsync();

        await Assertions.Expect(page.Card("my voice.wav")).ToHaveAttributeAsync("data-status", "completed");
        var id = (await page.Card("my voice.wav").GetByRole(AriaRole.Link).GetAttributeAsync("href"))!.Split('/')[^1];
        var clip = await fixture.Service.Http.GetByteArrayAsync($"api/voices/{id}/clip");
        // one channel of 24 bit: nothing was lost to a codec
        Assert.Equal((1, 24), (BitConverter.ToInt16(clip, 22), BitConverter.ToInt16(clip, 34)));
    });

    [Fact]
    public Task Record_LeftAndComeBackTo_IsStillThere() => browser.VisitStudioAsync(fixture, "/", async page =>
    {
        await page.Button("Set up the microphone").ClickAsync();
        await page.Button("Start recording").ClickAsync();
        await page.Locator(".time[data-zone=enough]").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Voices" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Voices" }).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Prepare", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "Listen before you send" }).WaitForAsync();
        await page.Button("Discard").ClickAsync();
        await page.Button("Set up the microphone").WaitForAsync();
    });

    [Theory]
    [InlineData("quiet", 0.004, "low")]
    [InlineData("loud", 4, "clipping")]
    [InlineData("noisy", 0.3, "noisy")]
    [InlineData("fine", 0.3, "good")]
    public Task LevelMeter_Voice_IsJudgedWhileThereIsTime(string voice, double gain, string expected) =>
        browser.VisitStudioAsync(fixture, "/", async page =>
    {
        var state = await page.EvaluateAsync<string>(
            """
            async ([gain, noise]) => {
              const { LevelMeter } = await import('/api/studio/meter.js');
              const meter = new LevelMeter();
              for (let i = 0; i < 160; i++) { // 8 s: words of half a second, pauses between
                const amplitude = i % 20 < 12 ? gain : 0;
                const sample = n => amplitude * Math.sin(n / 12) + noise * Math.sin(n * n);
                meter.push(Float32Array.from({ length: 2400 }, (_, n) => Math.max(-1, Math.min(1, sample(n)))));
              }

              return meter.state;
            }
            """,
            new[] { gain, voice == "noisy" ? 0.05 : 0.0005 });

        Assert.Equal(expected, state);
    });
}
