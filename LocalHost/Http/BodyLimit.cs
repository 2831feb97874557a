using System.Globalization;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;

namespace VoicePrep.LocalHost.Http;

/// <summary>
/// Limits bodies to <c>FUNCTIONS_REQUEST_BODY_SIZE_LIMIT</c>, the Functions host's setting, with a 413 instead of that host's 500. A body
/// of unknown length is counted as it is read.
/// </summary>
internal sealed class BodyLimit(IConfiguration configuration)
{
    private const long Usual = 104_857_600;

    /// <summary>A body that arrives more slowly, after the grace period, is abandoned: it would hold two connections for hours.</summary>
    public static Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate SlowestLine { get; } = new(
        bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(15));

    private const string Setting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    private readonly long limit = Read(configuration);

    /// <exception cref="HostException">It is not a number of bytes.</exception>
    public static long Read(IConfiguration configuration) => configuration[Setting] switch
    {
        null => Usual,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 => bytes,
        var text => throw new HostException($"{Setting} is '{text}': set it to a number of bytes, 1 or more."),
    };

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)
        {
            await next(context); // everything that a worker says until it ends is one body
            return;
        }

        if (context.Request.ContentLength > limit)
        {
            await AnswerAsync(context);
            return;
        }

        // Kestrel stops reading a body over its own limit, and the connection's reset discards the answer; without a limit it reads on
        // for a while.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        context.Request.Body = new LimitedStream(context.Request.Body, limit);
        await next(context);
    }

    /// <summary>Answers for a body abandoned while it was forwarded; false if neither a limit nor the body was the reason.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context, BadHttpRequestException? refused)
    {
        switch (refused?.StatusCode)
        {
            case StatusCodes.Status413PayloadTooLarge:
                await AnswerAsync(context);
                return true;
            case StatusCodes.Status408RequestTimeout:
                await HostProblem.TooSlowAsync(context, SlowestLine.BytesPerSecond);
                return true;
            case StatusCodes.Status400BadRequest:
                await HostProblem.MalformedAsync(context, refused!.Message);
                return true;
            default:
                return false;
        }
    }

    private Task AnswerAsync(HttpContext context) => HostProblem.TooLargeAsync(context, limit);
}
