using System.Diagnostics;

namespace VoicePrep.Cli.Service;

/// <summary>The settings as the published app checks them: of all sections, also of those that no command has.</summary>
internal static class AppSettings
{
    /// <summary>Every wrong setting with its fix; nothing is started. None where the app is not published.</summary>
    public static async Task<IReadOnlyList<string>> FindErrorsAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(Installation.App, "FunctionApp.dll");
        if (!File.Exists(program))
            return [];
        var start = new ProcessStartInfo("dotnet", [program, "--check-settings"])
        {
            WorkingDirectory = Installation.App,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.TryAdd("AzureWebJobsStorage", "UseDevelopmentStorage=true"); // of the emulator that is not up yet
        using var app = Process.Start(start)!;
        var said = app.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await app.StandardError.ReadToEndAsync(cancellationToken);
        await said;
        await app.WaitForExitAsync(cancellationToken);
        return app.ExitCode == 1 ? errors.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
