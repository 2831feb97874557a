using Microsoft.Playwright;
using VoicePrep.Testing;
using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Studio;

/// <summary>Giving recordings to the studio, and watching what becomes of them.</summary>
[Collection(ServiceCollection.Name)]
public sealed class PrepareViewTests(ServiceFixture fixture, Browser browser)
{
    [Fact]
    public async Task Prepare_DroppedFile_IsWatchedUntilItIsDone()
    {
        var file = await CopyAsync();
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.GetByText("up to 100 MB").WaitForAsync();
            var dropped = await page.TransferAsync(file);
            await page.DispatchEventAsync(".drop", "drop", new { dataTransfer = dropped });

            var card = page.Card(file);
            await card.GetByText("good", new() { Exact = true })
                .Or(card.GetByText("usable", new() { Exact = true }))
                .Or(card.GetByText("poor", new() { Exact = true }))
                .WaitForAsync();
            await Assertions.Expect(card.Locator(".stages .done")).ToHaveCountAsync(4);
            await page.KeepScreenshotAsync("prepared");
            await page.AssertAccessibleAsync();
            await card.GetByRole(AriaRole.Link, new() { Name = "See and hear it" }).ClickAsync();
            await page.WaitForURLAsync("**/api/studio#/voices/*");
        });
    }

    [Fact]
    public async Task Prepare_PastedFile_IsSentToo()
    {
        var file = await CopyAsync();
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.Locator("#give-title").WaitForAsync();
            await page.EvaluateAsync(
                "transfer => document.body.dispatchEvent(new ClipboardEvent('paste', "
                    + "{ clipboardData: transfer, bubbles: true, cancelable: true }))",
                await page.TransferAsync(file));

            await Assertions.Expect(page.Card(file)).ToHaveAttributeAsync("data-status", "completed");
        });
    }

    [Fact]
    public async Task Prepare_TwoAtOnce_AreBothDone()
    {
        string[] files = [await CopyAsync(), await CopyAsync()];
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.GiveAsync(files);

            foreach (var file in files)
                await Assertions.Expect(page.Card(file)).ToHaveAttributeAsync("data-status", "completed");

            await page.Button("Clear what is done").ClickAsync();
            await Assertions.Expect(page.Locator(".card")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Prepare_ReloadedInTheMiddle_LosesNothing()
    {
        var file = await CopyAsync();
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.GiveAsync(file);
            await page.Card(file).And(page.Locator("[data-status=queued], [data-status=running], [data-status=completed]")).WaitForAsync();
            await page.ReloadAsync();

            await Assertions.Expect(page.Card(file)).ToHaveAttributeAsync("data-status", "completed");
        });
    }

    [Fact]
    public async Task Prepare_TooShortInJapanese_SaysWhyAndWhatToDo()
    {
        var file = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, file, "-t", "4");
        await browser.VisitStudioAsync(
            fixture,
            "/",
            async page =>
            {
                await page.GiveAsync(file);

                var card = page.Card(file);
                await card.GetByText("使えません").WaitForAsync();
                await card.GetByText("5 秒以上必要です").WaitForAsync();
                await card.GetByText("どうすればよいか").WaitForAsync();
                await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
                await page.KeepScreenshotAsync("rejected-ja");
                await page.AssertAccessibleAsync();
            },
            new() { Locale = "ja-JP" });
    }

    [Fact]
    public async Task Prepare_EmptyFile_IsNotSent()
    {
        var file = fixture.NewFile(".wav");
        await File.WriteAllBytesAsync(file, []);
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.GiveAsync(file);

            await page.Card(file).GetByText("The file is empty.").WaitForAsync();
        });
    }

    private async Task<string> CopyAsync()
    {
        var file = fixture.NewFile(".wav");
        await using var from = File.OpenRead(fixture.English);
        await using var to = File.Create(file);
        await from.CopyToAsync(to);
        return file;
    }
}
