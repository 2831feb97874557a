using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts.Reports;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Observability;

/// <summary>
/// Checks periodically whether the files of the loaded models are unchanged: this process no longer needs them, but the next start does.
/// It is created at start, and the embedder with it, so that every model is in memory before the first clip.
/// </summary>
public sealed partial class ModelWatch(WhisperEngine whisper, VoiceEmbedder voice, ILogger<ModelWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private string? reported;

    /// <summary>What the operator should know about the files; usually null. A change is logged when it is first seen.</summary>
    public string? Notice()
    {
        var notice = Notices.Join(whisper.File.Notice(), voice.File.Notice());
        if (Interlocked.Exchange(ref reported, notice) != notice && notice is not null)
            Changed(logger, notice);

        return notice;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Notice();
        }
        catch (OperationCanceledException)
        {
            // The app stops.
        }
    }

    [LoggerMessage(110, LogLevel.Warning, "{Notice}")]
    private static partial void Changed(ILogger logger, string notice);
}
