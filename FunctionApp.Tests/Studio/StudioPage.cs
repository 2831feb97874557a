using System.Globalization;
using Microsoft.Playwright;
using VoicePrep.Testing;
using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Studio;

/// <summary>
/// What the tests of the studio's views share: the way to one, and what is found there by role and text, as a user finds it.
/// </summary>
internal static class StudioPage
{
    /// <summary>Visits a view of the running service's studio.</summary>
    /// <param name="view">After the <c>#</c>.</param>
    public static Task VisitStudioAsync(
        this Browser browser, ServiceFixture fixture, string view, Func<IPage, Task> visit, BrowserNewContextOptions? options = null) =>
        browser.VisitAsync(new Uri(fixture.Service.Http.BaseAddress!, $"api/studio#{view}"), visit, options);

    public static Task GiveAsync(this IPage page, params string[] files) => page.Locator("#files").SetInputFilesAsync(files);

    /// <summary>A file as the page gets it that is dropped, or pasted.</summary>
    public static async Task<IJSHandle> TransferAsync(this IPage page, string file) => await page.EvaluateHandleAsync(
        """
        ([name, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
          return transfer;
        }
        """,
        new[] { Path.GetFileName(file), Convert.ToBase64String(await File.ReadAllBytesAsync(file)) });

    /// <summary>The card of a voice that is watched.</summary>
    public static ILocator Card(this IPage page, string file) =>
        page.Locator(".card")
            .Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = Path.GetFileName(file), Exact = true }) });

    /// <summary>The row of a voice in the list.</summary>
    public static ILocator Row(this IPage page, string file) =>
        page.Locator(".rows > li")
            .Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = Path.GetFileName(file), Exact = true }) });

    /// <summary>Waits until a recording has sounded beyond a time (s).</summary>
    public static Task HeardAsync(this ILocator slider, double seconds) => Eventually.IsAsync(
        async () =>
            double.Parse((await slider.GetAttributeAsync("aria-valuenow"))!, CultureInfo.InvariantCulture) >= seconds ? slider : null,
        () => $"sound beyond {seconds} s");

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });
}
