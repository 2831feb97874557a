using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Speech.Engine;

/// <summary>
/// Loads and warms the engine up in the background: the Functions host gives a worker a minute to start, and a large model takes longer.
/// </summary>
internal sealed class WhisperLoader(WhisperEngine engine, ILogger<WhisperLoader> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>
    /// Problems that show at once, such as a library that does not load or a missing GPU, end the start before the worker reports to the
    /// host.
    /// </summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        engine.Prepare();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A model that cannot be loaded ends the process: the host stops on an exception here.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await engine.LoadAsync().WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops before the model is loaded.
        }
        catch (Exception e)
        {
            SpeechLog.NotLoaded(logger, e.Message, e);
            throw;
        }
    }
}
