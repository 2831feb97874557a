namespace VoicePrep.LocalHost.Http;

/// <summary>The host's own answers, as problem documents (RFC 9457).</summary>
internal static class HostProblem
{
    private const string RetryAfterSeconds = "2";

    /// <param name="trouble">What keeps the worker from starting; null if nothing is known.</param>
    public static async Task UnavailableAsync(HttpContext context, string? trouble = null)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        await WriteAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "host_unavailable",
            "The service is not available",
            trouble ?? "It is starting or stopping, or its worker is being restarted: try again in a moment.");
    }

    public static Task TooLargeAsync(HttpContext context, long limit) =>
        WriteAsync(
            context,
            StatusCodes.Status413PayloadTooLarge,
            "body_too_large",
            "The body is too large",
            $"This host takes {limit} bytes in a request (FUNCTIONS_REQUEST_BODY_SIZE_LIMIT).");

    public static Task TooSlowAsync(HttpContext context, double bytesPerSecond) =>
        WriteAsync(
            context,
            StatusCodes.Status408RequestTimeout,
            "upload_too_slow",
            "The upload is too slow",
            $"Less than {bytesPerSecond:0} bytes a second arrived. Nothing was stored. Upload less, or use a faster connection.");

    /// <param name="problem">What is wrong with the body.</param>
    public static Task MalformedAsync(HttpContext context, string problem) =>
        WriteAsync(
            context,
            StatusCodes.Status400BadRequest,
            "malformed_request",
            "The request is malformed",
            $"The body does not match its headers: {problem}");

    public static Task FailedAsync(HttpContext context) =>
        WriteAsync(
            context, StatusCodes.Status500InternalServerError, "function_failed", "The function failed", "The host's log has the cause.");

    private static async Task WriteAsync(HttpContext context, int status, string code, string title, string detail)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var retryAfter = context.Response.Headers.RetryAfter;
        context.Response.Clear();
        context.Response.Headers.RetryAfter = retryAfter;
        await Results.Problem(
            detail,
            statusCode: status,
            title: title,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code })
            .ExecuteAsync(context);
    }
}
