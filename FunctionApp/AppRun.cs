using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VoicePrep;

/// <summary>Runs the app to its end.</summary>
internal static class AppRun
{
    /// <param name="onlyCheck">Checks the settings and starts nothing.</param>
    /// <returns>The exit code: 1 if it did not start, after printing the reason.</returns>
    public static int Run(Func<IHost> build, bool onlyCheck = false)
    {
        var started = CancellationToken.None;
        try
        {
            var app = build();
            // before any part reads its own settings: all errors are reported together
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            if (onlyCheck)
                return 0;

            // after the run the services are gone
            var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            started = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted;
            app.Run();
            var ended = background.Find(service => service.ExecuteTask is { IsFaulted: true });
            if (ended is { ExecuteTask.Exception.InnerException: { } cause })
                throw cause;
            return 0;
        }
        catch (Exception e) when (StartErrors.Of(e, started.IsCancellationRequested) is { } errors)
        {
            foreach (var error in errors)
                Console.Error.WriteLine(error);
            return 1;
        }
    }
}
