using System.Diagnostics;

namespace VoicePrep.Cli.Service;

/// <summary>The settings as the published app checks them: of all sections, also of those that no command has.</summary>
internal static class AppSettings
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Every wrong setting with its fix, and those that are unknown; nothing is started. None where the app is not published.
    /// </summary>
    /// <exception cref="CommandException">The app does not end.</exception>
    public static async Task<(IReadOnlyList<string> Errors, IReadOnlyList<string> Notices)> CheckAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(Installation.App, "FunctionApp.dll");
        if (!File.Exists(program))
            return ([], []);
        var start = new ProcessStartInfo("dotnet", [program, "--check-settings"])
        {
            WorkingDirectory = Installation.App,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.TryAdd("AzureWebJobsStorage", "UseDevelopmentStorage=true"); // of the emulator that is not up yet
        using var app = Process.Start(start)!;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        string errors, notices;
        try
        {
            var said = app.StandardOutput.ReadToEndAsync(limited.Token);
            errors = await app.StandardError.ReadToEndAsync(limited.Token);
            notices = await said;
            await app.WaitForExitAsync(limited.Token);
        }
        catch (OperationCanceledException)
        {
            app.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new CommandException($"The app did not check its settings within {Limit.TotalSeconds} s.");
        }

        return (app.ExitCode == 1 ? Lines(errors) : [], Lines(notices));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
