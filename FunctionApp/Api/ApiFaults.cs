using Azure;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Api;

/// <summary>Answers faults of HTTP functions with problem documents; the Functions host would answer without a body.</summary>
internal sealed partial class ApiFaults(ILogger<ApiFaults> logger) : IFunctionsWorkerMiddleware
{
    private const string RetryAfterSeconds = "5";
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            Failed(logger, context.FunctionDefinition.Name, e);
            context.GetInvocationResult().Value = Answer(http.Response, e);
        }

        await ReadRestAsync(http.Request);
    }

    private static IResult Answer(HttpResponse response, Exception fault)
    {
        var isDiskFull = fault is IOException { HResult: NoSpace or OverQuota };
        if (!isDiskFull && !IsOfStorage(fault))
        {
            return ApiProblem.Create(
                StatusCodes.Status500InternalServerError,
                ProblemCodes.InternalError,
                "An error in the service",
                "The request is not at fault. The service's log has the cause.");
        }

        response.Headers.RetryAfter = RetryAfterSeconds;
        var (code, title) = isDiskFull
            ? (ProblemCodes.DiskFull, "The service's disk is full")
            : (ProblemCodes.StorageUnavailable, "Storage does not answer");
        return ApiProblem.Create(
            StatusCodes.Status503ServiceUnavailable,
            code,
            title,
            "Nothing was started. Try again in a moment; GET /api/health says when the service is ready.");
    }

    /// <summary>Durable is reached by gRPC, and keeps its state in storage too.</summary>
    private static bool IsOfStorage(Exception fault) => fault switch
    {
        RequestFailedException or RpcException => true,
        AggregateException several => several.InnerExceptions.Any(IsOfStorage),
        _ => false,
    };

    /// <summary>The Functions host turns an answer that comes before it has sent the whole body into a 500.</summary>
    private static async Task ReadRestAsync(HttpRequest request)
    {
        try
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Too long, or cut off: the answer stands.
        }
    }

    [LoggerMessage(300, LogLevel.Error, "{Function} failed")]
    private static partial void Failed(ILogger logger, string function, Exception exception);
}
