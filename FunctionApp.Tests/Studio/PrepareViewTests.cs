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
            var dropped = await page.EvaluateHandleAsync(
                """
                ([name, content]) => {
                  const transfer = new DataTransfer();
                  transfer.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
                  return transfer;
                }
                """,
                new[] { Path.GetFileName(file), Convert.ToBase64String(await File.ReadAllBytesAsync(file)) });
            await page.DispatchEventAsync(".drop", "drop", new { dataTransfer = dropped });

            var card = page.Card(file);
            await card.GetByText("good", new() { Exact = true }).Or(card.GetByText("usable", new() { Exact = true })).Or(card.GetByText("poor", new() { Exact = true })).WaitForAsync();
            await Assertions.Expect(card.Locator(".stages .done")).ToHaveCountAsync(4);
            await page.KeepScreenshotAsync("prepared");
            await page.AssertAccessibleAsync();
            await card.GetByRole(AriaRole.Link, new() { Name = "See and hear it" }).ClickAsync();
            await page.WaitForURLAsync("**/api/studio#/voices/*");
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
            {
                await Assertions.Expect(page.Card(file)).ToHaveAttributeAsync("data-status", "completed");
            }

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

    [Fact]
    public async Task Prepare_StorageAway_IsSaidAndSentLater()
    {
        var file = await CopyAsync();
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.RouteAsync("**/api/voices?*", route => route.FulfillAsync(new()
            {
                Status = 503,
                ContentType = "application/problem+json",
                Body = """{ "status": 503, "title": "Storage does not answer", "detail": "Storage does not answer.", "code": "storage_unavailable" }""",
            }));
            await page.GiveAsync(file);
            await page.GetByRole(AriaRole.Alert).And(page.Locator("#banner")).GetByText("storage does not answer").WaitForAsync();
            await page.KeepScreenshotAsync("storage-away");
            await page.UnrouteAllAsync();

            await page.Card(file).GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await Assertions.Expect(page.Card(file)).ToHaveAttributeAsync("data-status", "completed");
            await Assertions.Expect(page.Locator("#banner")).ToBeHiddenAsync();
        });
    }

    [Fact]
    public async Task Prepare_ServiceThatWantsAKey_AsksUntilItIsRight()
    {
        var file = await CopyAsync();
        await browser.VisitStudioAsync(fixture, "/", async page =>
        {
            await page.RouteAsync("**/api/voices**", route => route.Request.Headers.GetValueOrDefault("x-functions-key") == "right" ? route.ContinueAsync() : route.FulfillAsync(new() { Status = 401 }));
            await page.GiveAsync(file);
            await page.GetByLabel("Function key").FillAsync("wrong");
            await page.AssertAccessibleAsync();
            await page.Button("Use the key").ClickAsync();
            await page.GetByText("did not accept that key").WaitForAsync();
            await page.GetByLabel("Function key").FillAsync("right");
            await page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(page.Card(file)).ToHaveAttributeAsync("data-status", "completed");
            Assert.Equal("right", await page.EvaluateAsync<string>("sessionStorage.getItem('voiceprep.key')"));
            Assert.DoesNotContain("right", await page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
            await page.Button("Forget the key").ClickAsync();
            Assert.Null(await page.EvaluateAsync<string?>("sessionStorage.getItem('voiceprep.key')"));
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
