using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Speech.Engine;

/// <summary>
/// Loads and warms the engine behind the host's start: the Functions host gives a worker a minute to answer, a large model takes longer.
/// </summary>
internal sealed class WhisperLoader(WhisperEngine engine, ILogger<WhisperLoader> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>
    /// What can be known at once ends the start, before the worker tells the host that it is there: a library that does not load, a GPU
    /// that is missing.
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
