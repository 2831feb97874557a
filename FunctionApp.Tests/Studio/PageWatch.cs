using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace VoicePrep.Tests.Studio;

/// <summary>Checks what no page of the studio may do: call another origin, break its own policy, or have a script fail.</summary>
internal sealed class PageWatch(Uri address)
{
    private readonly string origin = address.GetLeftPart(UriPartial.Authority);
    private readonly ConcurrentQueue<string> faults = new();
    private readonly ConcurrentQueue<string> said = new();

    public IReadOnlyCollection<string> Faults => faults;

    /// <summary>The lines of the page's console.</summary>
    public string Said => string.Join('\n', said);

    public void Add(IPage page)
    {
        page.Request += (_, request) => Judge(request.Url);
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, line) =>
        {
            said.Enqueue($"{line.Type}: {line.Text}");
            if (line.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                faults.Enqueue(line.Text);
        };
    }

    private void Judge(string url)
    {
        if (!url.StartsWith($"{origin}/", StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal)
            && !url.StartsWith($"blob:{origin}/", StringComparison.Ordinal))
            faults.Enqueue($"The page called {url}");
    }
}
