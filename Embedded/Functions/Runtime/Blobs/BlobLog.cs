using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Blobs;

internal static partial class BlobLog
{
    [LoggerMessage(300, LogLevel.Information, "{Function} watches the container {Container}")]
    public static partial void Watches(this ILogger logger, string function, string container);

    [LoggerMessage(301, LogLevel.Warning, "{Function} cannot list {Container}: {Reason}. Next try in {Seconds} s")]
    public static partial void CannotList(this ILogger logger, string function, string container, string reason, double seconds);

    [LoggerMessage(302, LogLevel.Information, "{Function} can list {Container} again")]
    public static partial void CanListAgain(this ILogger logger, string function, string container);

    [LoggerMessage(303, LogLevel.Warning, "{Function} failed for {Blob}, attempt {Attempt} of {Attempts}")]
    public static partial void BlobFailed(this ILogger logger, string function, string blob, int attempt, int attempts, Exception exception);

    [LoggerMessage(304, LogLevel.Error, "{Function} gives up {Blob}; it is in the poison queue")]
    public static partial void BlobPoisoned(this ILogger logger, string function, string blob);

    [LoggerMessage(305, LogLevel.Error, "{Function} could not settle {Blob}; it is tried again")]
    public static partial void NotSettled(this ILogger logger, string function, string blob, Exception exception);
}
