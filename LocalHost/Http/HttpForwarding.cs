using System.Net.Sockets;
using VoicePrep.LocalHost.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace VoicePrep.LocalHost.Http;

/// <summary>Forwards a request to the worker's own web server, which waits for the invocation with the same ID.</summary>
internal sealed partial class HttpForwarding(IHttpForwarder forwarder, BodyLimit limit, ILogger<HttpForwarding> logger) : IDisposable
{
    private const int ConnectAttempts = 50;

    /// <summary>How long a function may take to answer, as with the Functions host and its load balancer.</summary>
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(230) };
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(100);

    private readonly HttpMessageInvoker client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = ConnectAsync });

    /// <returns>False if the host answered in the function's place.</returns>
    public async Task<bool> ForwardAsync(HttpContext context, WorkerChannel worker, string invocationId)
    {
        var headers = context.Request.Headers;
        headers["x-ms-invocation-id"] = invocationId;
        headers["X-Forwarded-For"] = context.Connection.RemoteIpAddress?.ToString();
        headers["X-Forwarded-Host"] = context.Request.Host.Value;
        headers["X-Forwarded-Proto"] = context.Request.Scheme;
        var error = await forwarder.SendAsync(context, worker.Capabilities["HttpUri"], client, Config);
        if (error == ForwarderError.None)
            return true;

        var cause = context.GetForwarderErrorFeature()?.Exception;
        if (!await limit.TryAnswerAsync(context, Causes(cause).OfType<BadHttpRequestException>().FirstOrDefault())
            && !context.RequestAborted.IsCancellationRequested)
        {
            NotForwarded(logger, error, cause);
            await HostProblem.UnavailableAsync(context);
        }
        return false;
    }

    /// <summary>The values that a function's parameters are bound to by name: query and route.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TriggerData(HttpContext context) =>
        context.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))
            .Concat(context.Request.RouteValues.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString() ?? "")));

    public void Dispose() => client.Dispose();

    private static IEnumerable<Exception> Causes(Exception? error) => error switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(Causes),
        _ => [error, .. Causes(error.InnerException)],
    };

    /// <summary>Retries, because the worker's web server may come up a little later than its stream.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && attempt < ConnectAttempts)
            {
                socket.Dispose();
                await Task.Delay(ConnectPause, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "A request could not be forwarded to the worker: {Error}")]
    private static partial void NotForwarded(ILogger logger, ForwarderError error, Exception? cause);
}
