using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Embedded.TestApp;

public sealed class HttpFunctions(Scoped scoped)
{
    [Function("Echo")]
    public IActionResult Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "echo/{text}/{number:int}")] HttpRequest request,
        string text,
        int number,
        string? extra,
        FunctionContext context,
        CancellationToken cancellation) =>
        new OkObjectResult(new
        {
            Text = text,
            Number = number,
            Extra = extra,
            Path = request.Path.Value,
            Function = context.FunctionDefinition.Name,
            SameRequest = context.GetHttpContext() == request.HttpContext,
            SameScope = context.InstanceServices.GetService(typeof(Scoped)) == scoped,
            CanBeCancelled = cancellation.CanBeCanceled,
        });

    [Function("Length")]
    public static async Task<IResult> LengthAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", "put")] HttpRequest request)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        return Results.Text(copy.Length.ToString(), statusCode: StatusCodes.Status201Created);
    }

    [Function("Fails")]
    public static IActionResult Fails([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        throw new InvalidOperationException($"Nothing at {request.Path}.");

    [Function("Nothing")]
    public static Task NothingAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        request.Body.FlushAsync();

    [Function("Keyed")]
    public static IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) =>
        Results.Text(request.Method);

    [Function("Admin")]
    public static IResult Admin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) =>
        Results.Text(request.Method);
}
