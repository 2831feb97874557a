using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Http;

internal static partial class HttpLog
{
    [LoggerMessage(200, LogLevel.Error, "{Function} failed")]
    public static partial void HttpFunctionFailed(this ILogger logger, string function, Exception exception);

    [LoggerMessage(201, LogLevel.Debug, "{Function}: the caller is gone")]
    public static partial void CallerGone(this ILogger logger, string function);

    [LoggerMessage(202, LogLevel.Warning, "{Function} returned a {Type}, which is no HTTP result; the answer is empty")]
    public static partial void NoHttpResult(this ILogger logger, string function, Type type);
}
