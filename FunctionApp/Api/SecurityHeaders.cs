using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace VoicePrep.Api;

/// <summary>
/// Headers that keep a browser from running an answer, from showing it in a frame, and from showing it again without asking. A function
/// may set its own.
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
