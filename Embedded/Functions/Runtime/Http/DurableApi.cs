using System.Text.Json.Nodes;
using Embedded.Functions.Orchestration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Embedded.Functions.Http;

/// <summary>Durable Functions' HTTP API: the state of orchestrations, termination and purge, for holders of the system key.</summary>
internal sealed class DurableApi(InstanceStore store, EngineClient client, KeyGuard keys)
{
    private const string Root = "/runtime/webhooks/durabletask/instances";
    private const string ContinuationHeader = "x-ms-continuation-token";
    private const int DefaultPage = 100;
    private const int RetryAfterSeconds = 5;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Root).AddEndpointFilter(async (context, next) =>
            keys.Allows(context.HttpContext, AuthorizationLevel.System) ? await next(context) : Results.StatusCode(401));
        group.MapGet("/", List);
        group.MapGet("/{id}", Get);
        group.MapPost("/{id}/terminate", TerminateAsync);
        group.MapDelete("/{id}", PurgeAsync);
    }

    private IResult Get(
        HttpContext context,
        string id,
        bool showInput = true,
        bool showHistory = false,
        bool showHistoryOutput = false,
        bool returnInternalServerErrorOnFailure = false)
    {
        if (store.Find(id) is not { } state)
            return Results.NotFound();

        var body = DurableStatus.Describe(state, showInput);
        if (showHistory)
            body["historyEvents"] = DurableStatus.Describe(store.History(id), state, showInput, showHistoryOutput);
        if (state.Status == OrchestrationRuntimeStatus.Failed && returnInternalServerErrorOnFailure)
            return Results.Json(body, statusCode: StatusCodes.Status500InternalServerError);
        if (state.IsFinished)
            return Results.Json(body);

        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
        return Results.Accepted($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}", body);
    }

    private IResult List(
        HttpContext context,
        string? instanceIdPrefix,
        DateTimeOffset? createdTimeFrom,
        DateTimeOffset? createdTimeTo,
        string? runtimeStatus,
        int? top,
        bool showInput = true)
    {
        List<OrchestrationRuntimeStatus> statuses = [];
        foreach (var name in runtimeStatus?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status))
                return Results.BadRequest($"'{name}' is no runtime status.");
            statuses.Add(status);
        }

        var filter = new InstanceFilter(
            instanceIdPrefix ?? "",
            createdTimeFrom ?? DateTimeOffset.MinValue,
            createdTimeTo ?? DateTimeOffset.MaxValue,
            statuses);
        var limit = top is > 0 ? top.Value : DefaultPage;
        var page = store.List(filter, after: context.Request.Headers[ContinuationHeader].FirstOrDefault() ?? "", limit);
        if (page.Count == limit)
            context.Response.Headers[ContinuationHeader] = page[^1].Id;
        return Results.Json(new JsonArray([.. page.Select(state => DurableStatus.Describe(state, showInput))]));
    }

    private async Task<IResult> TerminateAsync(string id, string? reason, CancellationToken cancellation)
    {
        if (store.Find(id) is not { } state)
            return Results.NotFound();
        if (state.IsFinished)
            return Results.StatusCode(StatusCodes.Status410Gone);

        await client.TerminateInstanceAsync(id, reason, cancellation);
        return Results.Accepted();
    }

    private async Task<IResult> PurgeAsync(string id, CancellationToken cancellation)
    {
        if (store.Find(id) is null)
            return Results.NotFound();

        var result = await client.PurgeInstanceAsync(id, cancellation);
        return Results.Json(new JsonObject { ["instancesDeleted"] = result.PurgedInstanceCount });
    }
}
