using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VoicePrep.TestApp;

public static class StartFunctions
{
    /// <summary>Starts an orchestrator; the query's input is its.</summary>
    /// <param name="dedupe"><c>all</c>, or what the client does when nothing is said.</param>
    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{orchestrator}/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string orchestrator,
        string id,
        int? input,
        string? dedupe,
        CancellationToken cancellationToken)
    {
        var options = new StartOrchestrationOptions(id);
        if (dedupe == "all")
            options = options.WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            return Results.Text(
                await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellationToken),
                statusCode: StatusCodes.Status202Accepted);
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            return Results.Conflict(e.Message);
        }
    }
}
