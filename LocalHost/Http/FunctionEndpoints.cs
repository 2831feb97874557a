using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Primitives;
using VoicePrep.LocalHost.Jobs;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.LocalHost.Http;

/// <summary>The routes of the HTTP functions, once the worker has reported them. A wrong method is a 404, as on Azure's host.</summary>
internal sealed class FunctionEndpoints(
    IServiceProvider services,
    IConfiguration configuration,
    FunctionKeys keys,
    WorkerSupervisor workers,
    HostState state) : EndpointDataSource, IDisposable
{
    private IReadOnlyList<Endpoint> endpoints = [];
    private CancellationTokenSource changed = new();

    public override IReadOnlyList<Endpoint> Endpoints => endpoints;

    public override IChangeToken GetChangeToken() => new CancellationChangeToken(changed.Token);

    public void Define(IEnumerable<WorkerFunction> functions)
    {
        var prefix = configuration[$"{HostSettings.Section}:extensions:http:routePrefix"] ?? "api";
        endpoints =
        [
            .. functions.Where(function => function.HttpTrigger is not null && !function.IsDisabled(configuration))
                .Select(function => Create(function.Name, function.HttpTrigger!, prefix)),
        ];
        using var before = Interlocked.Exchange(ref changed, new());
        before.Cancel();
    }

    public void Dispose() => changed.Dispose();

    private RouteEndpoint Create(string function, FunctionBinding trigger, string prefix)
    {
        var route = trigger.Find("route") ?? function;
        var level = trigger.Find("authLevel") ?? "Function";
        var methods = trigger.Json.TryGetProperty("methods", out var named)
            ? named.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal)
            : null;
        var builder = new RouteEndpointBuilder(context =>
            RunAsync(
                context,
                function,
                trigger.Name,
                level), RoutePatternFactory.Parse($"{prefix}/{route}".Trim('/')), 0)
        { DisplayName = function };
        if (methods is not null)
            builder.Metadata.Add(new HttpMethodMetadata(methods));
        return (RouteEndpoint)builder.Build();
    }

    private async Task RunAsync(HttpContext context, string function, string parameter, string level)
    {
        if (!keys.AllowsFunction(context.Request, level))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!state.IsRunning || !workers.IsReady)
        {
            await HostProblem.UnavailableAsync(context, workers.Trouble);
            return;
        }

        try
        {
            await services.GetRequiredService<IJobHost>()
                .CallAsync(
                    function, new Dictionary<string, object>(StringComparer.Ordinal) { [parameter] = context }, context.RequestAborted);
        }
        catch (Exception e) when (e is WorkerProcessExitException || e.InnerException is WorkerProcessExitException)
        {
            await HostProblem.UnavailableAsync(context);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            await HostProblem.FailedAsync(context); // the WebJobs SDK logged it
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more.
        }
    }
}
