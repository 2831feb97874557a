using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Service;
using static Microsoft.Playwright.Assertions;

namespace VoicePrep.Tests.Studio;

/// <summary>What the studio shows of one voice, of two, and of the service.</summary>
[Collection(ServiceCollection.Name)]
public sealed class VoiceViewTests(ServiceFixture fixture, Browser browser)
{
    [Fact]
    public async Task Voice_OfALongRecording_ShowsWhyThisPartWasTakenAndPlaysBoth()
    {
        var profile = await PrepareLongAsync();

        await VisitAsync($"voices/{profile.Id}", async page =>
        {
            var taken = page.Locator(".parts .taken");
            await Expect(page.Locator("h1")).ToContainTextAsync("My-long-talk.wav");
            await Expect(taken).ToContainTextAsync(Clock(profile.Clip.Window.StartSeconds));
            await Expect(page.Locator(".parts .cut").First).ToContainTextAsync("Not used");
            await Expect(page.Locator(".why")).ToContainTextAsync(Clock(profile.Clip.Window.StartSeconds));

            var whole = page.GetByRole(AriaRole.Slider).First;
            await whole.FocusAsync();
            await page.Keyboard.PressAsync("End");
            await Expect(whole).ToHaveAttributeAsync("aria-valuenow", Rounded(profile.Clip.Seconds));
            await page.Keyboard.PressAsync("Home");
            await page.Keyboard.PressAsync("ArrowRight");
            await Expect(whole).ToHaveAttributeAsync("aria-valuenow", "1");
            await page.Keyboard.PressAsync("Space");
            await whole.HeardAsync(1.2);
            await page.Keyboard.PressAsync("Space");

            await whole.HoverAsync(new() { Position = new() { X = 30, Y = 50 } });
            await Expect(page.Locator(".picture-told").First).ToContainTextAsync("No speech.");

            var result = page.GetByRole(AriaRole.Slider).Nth(1);
            var segment = profile.Transcript.Segments[3];
            await page.Locator(".segment").Nth(3).ClickAsync();
            await result.HeardAsync(segment.StartSeconds + 0.05);
            await page.KeepScreenshotAsync("voice");
            await page.AssertAccessibleAsync();
        });
    }

    [Fact]
    public async Task Voice_InTheDarkOnAPhone_IsAccessibleAndFits()
    {
        var profile = await PrepareLongAsync();

        await VisitAsync(
            $"voices/{profile.Id}",
            async page =>
            {
                await Expect(page.Locator(".scores")).ToBeVisibleAsync();
                Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
                await page.KeepScreenshotAsync("voice-phone-dark");
                await page.AssertAccessibleAsync();
            },
            new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 390, Height = 844 } });
    }

    [Fact]
    public async Task Voice_OfSeveralRecordings_ShowsThemSideBySideAndWhichToRecordAgain()
    {
        var cut = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, cut, "-t", "2");
        var voice = await fixture.Service.FinishAsync(await fixture.Service.PostTogetherAsync([fixture.English, cut], "anna"));

        await VisitAsync($"voices/{voice.Id}", async page =>
        {
            var rows = page.Locator(".recordings tbody tr");
            await Expect(page.Locator("h1")).ToContainTextAsync("anna");
            await Expect(rows).ToHaveCountAsync(2);
            await Expect(rows.First).ToContainTextAsync("100 %");
            await Expect(rows.Last).ToContainTextAsync("Record again");
            await Expect(rows.Last).ToContainTextAsync("2 s");
            await Expect(rows.Last.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"#/voices/{voice.Profile!.Recordings![1].Id}");
            await page.KeepScreenshotAsync("voice-recordings");
            await page.AssertAccessibleAsync();
        });
    }

    [Fact]
    public async Task Voice_Verdict_ShowsEachRowOnItsScaleWorstFirst()
    {
        var telephone = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, telephone, "-ar", "8000");
        var profile = await fixture.Service.PrepareAsync(telephone);
        var worst = profile.Verdict.Checks.Max(check => check.Outcome);

        await VisitAsync($"voices/{profile.Id}", async page =>
        {
            var rows = page.Locator(".verdict tbody tr");
            await Expect(rows).ToHaveCountAsync(profile.Verdict.Checks.Count);
            await Expect(rows.First).ToHaveClassAsync(worst.ToString().ToLowerInvariant());
            await Expect(page.Locator(".verdict .scale-bar")).ToHaveCountAsync(profile.Verdict.Checks.Count);
            await Expect(page.Locator(".verdict .scale-mark"))
                .ToHaveCountAsync(profile.Verdict.Checks.Count(check => check.Value is not null));
            await Expect(page.Locator(".advices li"))
                .ToHaveCountAsync(profile.Verdict.Checks.Count(check => check.Advice is not null) + (profile.Transcript.Reliable ? 0 : 1));
            await Expect(page.Locator(".advices")).ToContainTextAsync("telephone");
            var loudness = rows.Filter(new() { HasText = "Loudness" });
            await Expect(loudness.Locator(".zone-bar")).ToHaveCountAsync(5); // poor, usable, good, and down again
            await Expect(loudness).ToContainTextAsync("-33 LUFS to -9 LUFS");
        });
    }

    [Fact]
    public async Task Voice_RejectedInJapanese_ShowsThePictureAndWhy()
    {
        var tooShort = NewFile("ひとこと.wav");
        await Recording.SpeakAsync(tooShort, "en-us", ServiceFixture.EnglishWords.Take(3));
        var id = await fixture.Service.PostAsync(tooShort);
        await fixture.Service.FinishAsync(id);

        await VisitAsync(
            $"voices/{id}",
            async page =>
            {
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
                await Expect(page.Locator(".rejection")).ToContainTextAsync("秒");
                await Expect(page.GetByRole(AriaRole.Slider)).ToHaveCountAsync(1);
                Assert.DoesNotContain("needed", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
                await page.KeepScreenshotAsync("rejected-japanese");
                await page.AssertAccessibleAsync();
            },
            new() { Locale = "ja-JP" });
    }

    [Fact]
    public async Task Voice_FailedInJapanese_SaysWhyAndIsTriedAgain()
    {
        var (id, _) = await fixture.FailAsync();

        await VisitAsync(
            $"voices/{id}",
            async page =>
            {
                await Expect(page.Locator("h1")).ToContainTextAsync("english.wav");
                await Expect(page.Locator(".rejection")).ToContainTextAsync("中止");
                await Expect(page.Locator(".rejection")).ToContainTextAsync("preparation_ended");
                Assert.DoesNotContain("terminated from outside", await page.InnerTextAsync("main"), StringComparison.Ordinal);
                await page.KeepScreenshotAsync("failed-japanese");
                await page.AssertAccessibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "もう一度試す" }).ClickAsync();
                await Expect(page.Locator(".scores")).ToBeVisibleAsync();
            },
            new() { Locale = "ja-JP" });
    }

    [Fact]
    public async Task Voice_Feedback_IsKeptAndCounted()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        await VisitAsync($"voices/{profile.Id}", async page =>
        {
            await page.GetByLabel("4good").CheckAsync();
            await page.GetByLabel("In your words").FillAsync("A little hoarse.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await Expect(page.Locator(".feedback-said")).ToContainTextAsync("Kept");
            await Expect(page.Locator(".means")).ToContainTextAsync(profile.Engine.ModelProfile);

            await page.ReloadAsync();
            await Expect(page.Locator(".feedback-said")).ToContainTextAsync("You said this before");
            await Expect(page.GetByLabel("4good")).ToBeCheckedAsync();
            await Expect(page.GetByLabel("In your words")).ToHaveValueAsync("A little hoarse.");
        });

        var kept = await fixture.Voices.GetBlobClient($"feedback/{profile.Id}").DownloadContentAsync();
        Assert.Equal("A little hoarse.", JsonDocument.Parse(kept.Value.Content).RootElement.GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Voice_Downloads_AreTheVoicesFiles()
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        await VisitAsync($"voices/{profile.Id}", async page =>
        {
            var download = await page.RunAndWaitForDownloadAsync(() =>
                page.GetByRole(AriaRole.Link, new() { Name = "embedding.npy" }).ClickAsync());
            Assert.Equal(
                await fixture.Service.Http.GetByteArrayAsync($"api/voices/{profile.Id}/files/embedding.npy"),
                await File.ReadAllBytesAsync(await download.PathAsync()));
            await page.Locator(".code button").First.ClickAsync();
            Assert.Contains(
                $"api/voices/{profile.Id}/files/reference.wav",
                await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"),
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Compare_TwoVoices_ShowsHowAlikeTheySound()
    {
        var one = (
            await fixture.Service.FinishAsync(
                await fixture.Service.PostTogetherAsync([fixture.English, fixture.English], "anna"))).Profile!;
        var other = await PrepareLongAsync();

        await VisitAsync($"voices/{one.Id}", async page =>
        {
            await page.GetByLabel("How alike anna sounds to").SelectOptionAsync(other.Id);
            await page.GetByRole(AriaRole.Button, new() { Name = "Compare the two" }).ClickAsync();
            var similarity = JsonDocument.Parse(
                await fixture.Service.Http.GetStringAsync(
                    $"api/voices/{one.Id}/similarity/{other.Id}")).RootElement.GetProperty("similarity")
                .GetDouble();
            await Expect(page.Locator(".similarity")).ToHaveTextAsync(similarity.ToString("0.##", CultureInfo.InvariantCulture));
            await Expect(page.GetByRole(AriaRole.Slider)).ToHaveCountAsync(2);
            await Expect(page.Locator(".lead")).ToHaveTextAsync("anna and My-long-talk.wav");
            await page.KeepScreenshotAsync("compare");
            await page.AssertAccessibleAsync();
        });
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Service_Tab_ShowsTheLastHourAgainstThePlan(ColorScheme colours)
    {
        var profile = await fixture.Service.PrepareAsync(fixture.English);

        await VisitAsync(
            "service",
            async page =>
            {
                await Expect(page.Locator(".facts")).ToContainTextAsync(profile.Engine.ModelProfile);
                await Expect(page.Locator(".gauges").First).ToContainTextAsync("20 s");
                await page.KeepScreenshotAsync($"service-{colours}".ToLowerInvariant());
                await page.AssertAccessibleAsync();
            },
            new() { ColorScheme = colours });
    }

    /// <summary>Words after ten seconds of silence, longer than what can be used.</summary>
    private async Task<VoiceProfile> PrepareLongAsync()
    {
        var (words, clip) = (fixture.NewFile(".wav"), NewFile("My long talk.wav"));
        await Recording.SpeakAsync(words, "en-us", Enumerable.Repeat(ServiceFixture.EnglishWords, 4).SelectMany(said => said));
        await Recording.ConvertAsync(words, clip, "-af", "adelay=10000");
        return await fixture.Service.PrepareAsync(clip);
    }

    /// <summary>Path for a recording that has a name of its own.</summary>
    private string NewFile(string name) => Path.Combine(Directory.CreateDirectory(fixture.NewFile("")).FullName, name);

    private Task VisitAsync(string view, Func<IPage, Task> visit, BrowserNewContextOptions? options = null) =>
        browser.VisitStudioAsync(fixture, $"/{view}", visit, options);

    private static string Clock(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");

    private static string Rounded(double seconds) => Math.Round(seconds, 1).ToString(CultureInfo.InvariantCulture);
}
