using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Observability;

/// <summary>
/// Looks now and then whether the files of the models in memory are as they were: what runs does without them, the next start does not. It
/// is made at the start, and with it the embedder: the first clip finds every model in memory.
/// </summary>
public sealed partial class ModelWatch(WhisperEngine whisper, VoiceEmbedder voice, ILogger<ModelWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private string? told;

    /// <summary>What the operator should know of the files; null as a rule. A change is logged when it is first seen.</summary>
    public string? Notice()
    {
        var notices = new[] { whisper.File.Notice(), voice.File.Notice() }.OfType<string>().ToList();
        var notice = notices.Count > 0 ? string.Join(' ', notices) : null;
        if (Interlocked.Exchange(ref told, notice) != notice && notice is not null)
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
