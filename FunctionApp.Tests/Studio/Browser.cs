using Microsoft.Playwright;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Studio;

/// <summary>
/// The system's Chromium without a window, with a microphone that hears a file. Started by the first test that visits a page.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly SemaphoreSlim starting = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>What the microphone hears, over and over: digits in English, twelve of them, about ten seconds.</summary>
    internal string Spoken => folder.File("spoken.wav");

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Opens a page as someone who was never there, and visits it.</summary>
    /// <param name="visit">Where it fails, its exception holds what the page's console said.</param>
    /// <exception cref="Xunit.Sdk.XunitException">After the visit: the page called another origin, broke its own policy, or a script
    /// failed.</exception>
    internal async Task VisitAsync(Uri address, Func<IPage, Task> visit, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.Locale ??= "en-GB";
        options.Permissions ??= ["microphone", "clipboard-read", "clipboard-write"];
        await using var context = await (await StartAsync()).NewContextAsync(options);
        context.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        var watch = new PageWatch(address);
        context.Page += (_, page) => watch.Add(page);
        var page = await context.NewPageAsync();
        try
        {
            await page.GotoAsync(address.ToString());
            await visit(page);
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            throw new InvalidOperationException($"{e.Message}\nThe page said:\n{watch.Said}", e);
        }

        Assert.Empty(watch.Faults);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        starting.Dispose();
        folder.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            return browser ??= await LaunchAsync();
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task<IBrowser> LaunchAsync()
    {
        await Recording.SpeakAsync(Spoken, "en-us", Service.ServiceFixture.EnglishWords);
        Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable(),
            Args =
            [
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={Spoken}",
                "--autoplay-policy=no-user-gesture-required",
            ],
        });
    }

    private static string Executable() =>
        (from name in (string[])["chromium", "google-chrome"]
         from place in Environment.GetEnvironmentVariable("PATH")!.Split(':')
         let path = Path.Combine(place, name)
         where File.Exists(path)
         select path).FirstOrDefault() ?? throw new InvalidOperationException("There is no chromium: ./setup.sh --tests installs it.");
}
