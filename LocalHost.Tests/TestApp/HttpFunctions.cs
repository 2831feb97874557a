using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;

namespace VoicePrep.TestApp;

public sealed class HttpFunctions(Journal journal)
{
    [Function("Echo")]
    public static IResult Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "echo/{text}/{number:int}")] HttpRequest request,
        string text,
        int number,
        string? extra,
        FunctionContext context) =>
        Results.Json(new
        {
            Text = text,
            Number = number,
            Extra = extra,
            Path = request.Path.Value,
            Function = context.FunctionDefinition.Name,
            context.TraceContext.TraceParent,
        });

    [Function("Said")]
    public static IResult Said([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Text(request.Headers["X-Said"]);

    /// <summary>Counts the bytes of any body; the host's limit alone holds.</summary>
    [Function("Length")]
    public static async Task<IResult> LengthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put")] HttpRequest request, CancellationToken cancellationToken)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var length = 0L;
        var buffer = new byte[65536];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
            length += read;
        return Results.Text($"{length}", statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Answers when the caller has gone away, or after a minute.</summary>
    [Function("Wait")]
    public async Task<IResult> WaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        journal.Write($"wait {name}");
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            journal.Write($"cancelled {name}");
        }
        return Results.Text(request.Method);
    }

    [Function("Fails")]
    public static IResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"Nothing at {request.Path}.");

    /// <summary>The process that runs the functions.</summary>
    [Function("Worker")]
    public static IResult Worker([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Text($"{Environment.ProcessId}");

    /// <summary>Loses the connection to the host at once and ends some seconds later, as a killed worker does on a busy machine.</summary>
    [Function("Lose")]
    public static async Task LoseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request)
    {
        foreach (var handle in Directory.GetFiles("/proc/self/fd").Where(file => IsSocket(new FileInfo(file))).Select(Path.GetFileName))
        {
            try
            {
                using var socket = new Socket(new SafeSocketHandle(int.Parse(handle!, CultureInfo.InvariantCulture), ownsHandle: false));
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // It listens, or is closed by now.
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(4));
        Environment.FailFast($"{request.Path}");

        static bool IsSocket(FileInfo file) => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
    }

    [Function("Keyed")]
    public static IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Text(request.Method);

    [Function("Admin")]
    public static IResult Admin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => Results.Text(request.Method);
}
