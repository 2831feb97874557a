using Microsoft.Playwright;
using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Studio;

/// <summary>What the tests of the studio's views share: the way to one, and what is found there by role and text, as a user finds it.</summary>
internal static class StudioPage
{
    /// <summary>Visits a view of the running service's studio.</summary>
    /// <param name="view">After the <c>#</c>.</param>
    public static Task VisitStudioAsync(this Browser browser, ServiceFixture fixture, string view, Func<IPage, Task> visit, BrowserNewContextOptions? options = null) =>
        browser.VisitAsync(new Uri(fixture.Service.Http.BaseAddress!, $"api/studio#{view}"), visit, options);

    public static Task GiveAsync(this IPage page, params string[] files) => page.Locator("#files").SetInputFilesAsync(files);

    /// <summary>The card of a voice that is watched.</summary>
    public static ILocator Card(this IPage page, string file) =>
        page.Locator(".card").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = Path.GetFileName(file), Exact = true }) });

    /// <summary>The row of a voice in the list.</summary>
    public static ILocator Row(this IPage page, string file) =>
        page.Locator(".rows > li").Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = Path.GetFileName(file), Exact = true }) });

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });
}
