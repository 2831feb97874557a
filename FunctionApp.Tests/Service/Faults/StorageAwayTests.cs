using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Studio;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>A service whose storage goes away and comes back.</summary>
public sealed class StorageAwayTests(
    StorageAwayTests.Outage outage, Browser browser) : IClassFixture<StorageAwayTests.Outage>, IClassFixture<Browser>
{
    [Fact]
    public async Task Storage_AwayForAWhile_IsToldAndHeals()
    {
        await outage.Azurite.StopAsync();

        // an answer of a few seconds ago may be given once more
        using var health = await Eventually.IsAsync(
            async () => await outage.Service.Http.GetAsync("api/health") is { IsSuccessStatusCode: false } told ? told : null,
            () => "health that tells of it");
        using var live = await outage.Service.Http.GetAsync("api/health/live");
        using var posted = await outage.Service.Http.PostAsync(
            "api/voices", new ByteArrayContent(await File.ReadAllBytesAsync(outage.English)));
        using var asked = await outage.Service.Http.GetAsync("api/voices/00000000000000000000000000000000");
        await outage.EndAsync();
        var profile = await outage.Service.PrepareAsync(outage.English);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (health.StatusCode, live.StatusCode));
        var report = JsonSerializer.Deserialize(await health.Content.ReadAsStringAsync(), VoiceJson.Default.HealthReport)!;
        Assert.Equal(("faulted", "Storage does not answer."), (report.Status, report.Problem));
        foreach (var response in new[] { posted, asked })
        {
            await Problem.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
        }

        Assert.Equal("en", profile.Transcript.Language);
    }

    [Fact]
    public Task Studio_WhileStorageIsAway_SaysSoAndSendsLater() => browser.VisitAsync(outage.Service.Studio, async page =>
    {
        await page.Locator("#give-title").WaitForAsync();
        await outage.Azurite.StopAsync();
        await page.GiveAsync(outage.English);
        await page.GetByRole(AriaRole.Alert).And(page.Locator("#banner")).GetByText("storage does not answer").WaitForAsync();
        await page.KeepScreenshotAsync("storage-away");
        await page.AssertAccessibleAsync();
        await outage.EndAsync();

        await page.Card(outage.English).GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Assertions.Expect(page.Card(outage.English)).ToHaveAttributeAsync("data-status", "completed");
        await Assertions.Expect(page.Locator("#banner")).ToBeHiddenAsync();
    });

    public sealed class Outage : OwnService
    {
        internal async Task EndAsync()
        {
            await Azurite.StartAgainAsync();
            await Service.ReadyAsync();
        }
    }
}
