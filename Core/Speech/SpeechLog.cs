using Microsoft.Extensions.Logging;

namespace VoicePrep.Speech;

internal static partial class SpeechLog
{
    [LoggerMessage(300, LogLevel.Information, "libwhisper {Version} from {Folder} on {Device}, clips at once: {Places}")]
    public static partial void Library(ILogger logger, string version, string folder, string device, int places);

    [LoggerMessage(301, LogLevel.Information, "{Profile} loaded in {LoadMilliseconds} ms, warm after another {WarmUpMilliseconds} ms")]
    public static partial void Loaded(ILogger logger, string profile, long loadMilliseconds, long warmUpMilliseconds);

    [LoggerMessage(302, LogLevel.Warning, "{Notice}")]
    public static partial void Notice(ILogger logger, string notice);

    [LoggerMessage(303, LogLevel.Critical, "The model could not be loaded: {Reason}")]
    public static partial void NotLoaded(ILogger logger, string reason, Exception exception);

    [LoggerMessage(
        304, LogLevel.Warning, "{Profile} needs {Mebibytes} MiB, over the budget of {Budget} MiB (Whisper__MaxGpuMemoryMebibytes)")]
    public static partial void OverBudget(ILogger logger, string profile, int mebibytes, int budget);
}
