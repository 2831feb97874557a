using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.TestApp;

public static class StartFunctions
{
    /// <summary>Starts an orchestrator; the body is its input.</summary>
    /// <param name="dedupe">Statuses by name, by comma; <c>all</c>; none where it is left out.</param>
    /// <param name="delayMilliseconds">Until it may begin.</param>
    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{orchestrator}/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string orchestrator,
        string id,
        string? dedupe,
        int? delayMilliseconds,
        CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        var input = await reader.ReadToEndAsync(cancellation);
        DateTimeOffset? startAt = delayMilliseconds is { } delay ? DateTimeOffset.UtcNow.AddMilliseconds(delay) : null;
        var options = new StartOrchestrationOptions(id, startAt);
        if (dedupe == "all")
            options = options.WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        else if (dedupe is not null)
            options = options with { DedupeStatuses = dedupe.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        try
        {
            return Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellation));
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            return Results.Conflict(e.Message);
        }
        catch (ArgumentException e)
        {
            return Results.BadRequest(e.Message);
        }
    }
}
