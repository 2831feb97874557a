using Microsoft.Extensions.Logging;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Observability;

/// <summary>Whether the files of the models in memory are as they were: what runs does without them, the next start does not.</summary>
public sealed partial class ModelWatch(WhisperEngine whisper, VoiceEmbedder voice, ILogger<ModelWatch> logger)
{
    private string? told;

    /// <summary>What the operator should know of the files; null as a rule. A change is logged when it is first seen.</summary>
    public string? Notice()
    {
        var notices = new[] { whisper.File.Notice(), voice.File.Notice() }.OfType<string>().ToList();
        var notice = notices.Count > 0 ? string.Join(' ', notices) : null;
        if (Interlocked.Exchange(ref told, notice) != notice && notice is not null)
        {
            Changed(logger, notice);
        }

        return notice;
    }

    [LoggerMessage(110, LogLevel.Warning, "{Notice}")]
    private static partial void Changed(ILogger logger, string notice);
}
