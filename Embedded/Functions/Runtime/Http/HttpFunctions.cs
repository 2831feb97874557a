using Embedded.Functions.Hosting;
using Embedded.Functions.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Embedded.Functions.Http;

/// <summary>HTTP functions as endpoints.</summary>
internal sealed class HttpFunctions(
    FunctionCatalog catalog, HostSettings settings, KeyGuard keys, ILogger<HttpFunctions> logger)
{
    /// <summary>Where a run keeps its HTTP context.</summary>
    public const string ContextKey = "HttpRequestContext";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (function, trigger) in catalog.Of<HttpTriggerAttribute>())
        {
            // Either part may be empty.
            var route = $"{settings.RoutePrefix}/{trigger.Route ?? function.Name}".Trim('/');
            Task Handle(HttpContext context) => HandleAsync(context, function, trigger.AuthLevel);
            var endpoint = trigger.Methods is { Length: > 0 } methods
                ? endpoints.MapMethods(route, methods.Select(method => method.ToUpperInvariant()), Handle)
                : endpoints.Map(route, Handle);
            endpoint.WithDisplayName(function.Name);
        }
    }

    private async Task HandleAsync(HttpContext context, FunctionMethod function, AuthorizationLevel level)
    {
        if (!keys.Allows(context, level))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await RunAsync(context, function);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.CallerGone(function.Name);
        }
        catch (Exception e)
        {
            logger.HttpFunctionFailed(function.Name, e);
            if (context.Response.HasStarted)
                context.Abort();
            else
                context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task RunAsync(HttpContext context, FunctionMethod function)
    {
        var run = new FunctionRun(
            function, context.Request, BindingData(context.Request), context.RequestServices, context.RequestAborted);
        run.Items[ContextKey] = context;
        switch (await run.RunAsync())
        {
            case IActionResult result:
                await result.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult result:
                await result.ExecuteAsync(context);
                break;
            case { } other:
                logger.NoHttpResult(function.Name, other.GetType());
                break;
        }
    }

    /// <summary>Query and route values; the route wins.</summary>
    private static Dictionary<string, object?> BindingData(HttpRequest request)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
            data[name] = value.ToString();
        foreach (var (name, value) in request.RouteValues)
            data[name] = value;
        return data;
    }
}
