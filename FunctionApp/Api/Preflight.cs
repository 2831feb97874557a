using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace VoicePrep.Api;

/// <summary><c>OPTIONS</c>: a browser asks, without a key, whether a page may call; <see cref="Cors"/> adds the headers.</summary>
public static class Preflight
{
    [Function(nameof(Preflight))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = "{*path}")] HttpRequest request) =>
        Results.NoContent();
}
