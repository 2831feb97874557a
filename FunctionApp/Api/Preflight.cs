using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace VoicePrep.Api;

/// <summary>
/// <c>OPTIONS</c>, with which a browser asks, without a key, whether a page may call: <see cref="Cors"/> says so, or nothing.
/// </summary>
public static class Preflight
{
    [Function(nameof(Preflight))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = "{*path}")] HttpRequest request) =>
        Results.NoContent();
}
