using Microsoft.Extensions.Logging;

namespace VoicePrep.Speech;

internal static partial class SpeechLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "libwhisper {Version} from {Folder} on {Device}, clips at once: {Places}")]
    public static partial void Library(ILogger logger, string version, string folder, string device, int places);

    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "{Profile} loaded in {LoadMilliseconds} ms, warm after another {WarmUpMilliseconds} ms")]
    public static partial void Loaded(ILogger logger, string profile, long loadMilliseconds, long warmUpMilliseconds);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "{Notice}")]
    public static partial void Notice(ILogger logger, string notice);

    [LoggerMessage(EventId = 303, Level = LogLevel.Critical, Message = "The model could not be loaded: {Reason}")]
    public static partial void NotLoaded(ILogger logger, string reason, Exception exception);

    [LoggerMessage(EventId = 304, Level = LogLevel.Warning, Message = "{Profile} needs {Mebibytes} MiB, over the budget of {Budget} MiB (Whisper__MaxGpuMemoryMebibytes)")]
    public static partial void OverBudget(ILogger logger, string profile, int mebibytes, int budget);
}
