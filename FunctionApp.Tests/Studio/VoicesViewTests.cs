using System.Net;
using Microsoft.Playwright;
using VoicePrep.Testing;
using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Studio;

/// <summary>The list of voices.</summary>
[Collection(ServiceCollection.Name)]
public sealed class VoicesViewTests(ServiceFixture fixture, Browser browser)
{
    [Fact]
    public async Task Voices_DeletedAfterAsking_IsGone()
    {
        var (id, name) = await RejectAsync();
        await browser.VisitStudioAsync(fixture, "/voices", async page =>
        {
            await page.Row(name).GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
            await page.AssertAccessibleAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Assertions.Expect(page.Row(name)).ToHaveCountAsync(1);

            await page.Row(name).GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
            await page.Button("Delete it").ClickAsync();
            await Assertions.Expect(page.Row(name)).ToHaveCountAsync(0);
        });

        using var answer = await fixture.Service.Http.GetAsync($"api/voices/{id}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Voices_LookedForByNameAndStatus_AreFound()
    {
        var (_, name) = await RejectAsync();
        await browser.VisitStudioAsync(fixture, "/voices", async page =>
        {
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name[5..20]);
            await Assertions.Expect(page.Locator(".rows > li")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Row(name)).ToContainTextAsync("cannot be used");
            await page.GetByLabel("Status").SelectOptionAsync("completed");
            await page.GetByText("No voice is like that.").WaitForAsync();
        });
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "en-GB")]
    [InlineData(ColorScheme.Dark, 1280, "en-GB")]
    [InlineData(ColorScheme.Light, 390, "ja-JP")]
    [InlineData(ColorScheme.Dark, 390, "ja-JP")]
    public async Task Views_OfAnyThemeAndWidth_AreAccessible(ColorScheme scheme, int width, string locale)
    {
        await RejectAsync();
        await browser.VisitStudioAsync(
            fixture,
            "/voices",
            async page =>
            {
                await page.Locator(".rows > li").First.WaitForAsync();
                await page.AssertAccessibleAsync();
                await page.KeepScreenshotAsync($"voices-{scheme}-{width}".ToLowerInvariant());
                await page.EvaluateAsync("location.hash = '#/'");
                await page.Locator("#record-title").WaitForAsync();
                await page.AssertAccessibleAsync();
                await page.KeepScreenshotAsync($"prepare-{scheme}-{width}".ToLowerInvariant());
                Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            },
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 }, Locale = locale });
    }

    [Fact]
    public Task Studio_LanguageChosen_IsKept() => browser.VisitStudioAsync(fixture, "/voices", async page =>
    {
        await page.Button("日本語").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "声の一覧" }).WaitForAsync();
        await page.ReloadAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "声の一覧" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "English", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Voices" }).WaitForAsync();
    });

    /// <summary>A voice that is done soonest: a clip that is too short.</summary>
    private async Task<(string Id, string Name)> RejectAsync()
    {
        var clip = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, clip, "-t", "4");
        var id = await fixture.Service.PostAsync(clip);
        await fixture.Service.FinishAsync(id);
        return (id, Path.GetFileName(clip));
    }
}
