using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace VoicePrep.Api.Service;

/// <summary><c>GET /api/openapi.json</c>: the API's description, which is <c>docs/openapi.json</c>.</summary>
public static class OpenApi
{
    private static readonly byte[] Description = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "openapi.json"));

    [Function(nameof(OpenApi))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        JsonAnswer.Of(Description);
}
