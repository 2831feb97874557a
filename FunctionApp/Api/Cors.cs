using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api;

/// <summary>
/// Lets pages of the allowed origins call from a browser. It is done in the app, by ASP.NET Core's own rules, because the Functions host
/// supports CORS on few plans only, and answers OPTIONS with 404 if no function handles it.
/// </summary>
internal sealed class Cors(ICorsService cors, IOptions<ApiOptions> options) : IFunctionsWorkerMiddleware
{
    private readonly CorsPolicy policy = new CorsPolicyBuilder(options.Value.Origins)
        .AllowAnyHeader()
        .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Delete)
        .WithExposedHeaders(
            HeaderNames.AcceptRanges, HeaderNames.ContentRange, HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter)
        .SetPreflightMaxAge(TimeSpan.FromHours(1))
        .Build();

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && policy.Origins.Count > 0)
            cors.ApplyResult(cors.EvaluatePolicy(http, policy), http.Response);

        return next(context);
    }
}
