using System.ComponentModel;
using System.Diagnostics;

namespace VoicePrep.Cli.Service;

/// <summary>The page of a service.</summary>
internal static class StudioPage
{
    public static Uri Of(Uri service) => new(service, "api/studio");

    /// <summary>True if a service answers.</summary>
    public static async Task<bool> AnswersAsync(Uri service, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = service, Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var response = await http.GetAsync("api/health/live", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Says where the page is, and opens it in the browser of the desktop, where there is one.</summary>
    public static async Task OpenAsync(Uri service)
    {
        var page = Of(service);
        await Console.Out.WriteLineAsync($"The studio is at {page}");
        if (!HasDesktop)
            return;
        try
        {
            using var browser = Process.Start(
                new ProcessStartInfo("xdg-open", [page.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            await Console.Error.WriteLineAsync("No xdg-open is installed: open it in a browser.");
        }
    }

    /// <summary>Without one, xdg-open takes a browser that draws on the terminal.</summary>
    private static bool HasDesktop => IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY");

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}
