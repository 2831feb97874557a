using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace VoicePrep.Api;

/// <summary>
/// Headers by which a browser runs nothing of an answer, shows it in no frame, and asks again before it shows it once more. A function may
/// set its own.
/// </summary>
internal sealed class SecurityHeaders : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { Response.Headers: var headers })
        {
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache, private";
        }

        return next(context);
    }
}
