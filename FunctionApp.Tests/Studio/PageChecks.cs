using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Studio;

internal static class PageChecks
{
    private static readonly string[] Wcag22Aa = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>Where a value is missing its placeholder stands; the examples of code have some of their own.</summary>
    private const string PlaceholdersLeft = """
        () => {
          const page = document.body.cloneNode(true);
          page.querySelectorAll('pre, script').forEach(part => part.remove());
          return page.textContent.match(/\{\w+\}/g) ?? [];
        }
        """;

    /// <summary>Where screenshots are kept for whoever wants to look at them.</summary>
    public static string Screenshots => Path.Combine(Repository.Root, "TestResults", "studio");

    /// <summary>axe finds nothing against WCAG 2.2 AA in the page as it is now, and every text has its words.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        // a key stands where its text is missing
        Assert.DoesNotMatch(@"\b(grade|status|stage|legend|unit|voice)\.[a-z]+\b(?<!voice\.wav)", await page.InnerTextAsync("body"));
        Assert.Empty(await page.EvaluateAsync<string[]>(PlaceholdersLeft));
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags(Wcag22Aa) });
        Assert.Empty(
            result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")));
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public static async Task KeepScreenshotAsync(this IPage page, string name)
    {
        await page.EvaluateAsync("() => scrollTo(0, 0)");
        await page.ScreenshotAsync(
            new() { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}
