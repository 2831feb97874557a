using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api.Service;

/// <summary><c>GET /api/studio</c>, the page, and <c>GET /api/studio/FILE</c>, its files. Without a key: they hold no data.</summary>
public static class Studio
{
    private const string Page = "index.html";

    /// <summary>
    /// The page may only talk to the service that it came from. wavesurfer.js writes a style element into its shadow root, whose text
    /// depends only on the waveform's height; the hash is for its default of 128 pixels.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-gXnHDepVZ6KF6fKGOD+GVc9BynM50JQqht95p3HpemI='; "
            + "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Read and compressed once: a function's class is created for every call.</summary>
    private static readonly Dictionary<string, StudioFile> Files =
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Studio"))
            .Select(StudioFile.Read)
            .ToDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>The page. Its links are relative to an address without a trailing slash.</summary>
    [Function(nameof(Studio))]
    public static IResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "studio")] HttpRequest request) =>
        request.Path.Value!.EndsWith('/') ? Results.Redirect("../studio") : Answer(request, Files[Page]);

    [Function("StudioFile")]
    public static IResult ShowFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "studio/{file}")] HttpRequest request, string file) =>
        Files.TryGetValue(file, out var found)
            ? Answer(request, found)
            : ApiProblem.Create(
                StatusCodes.Status404NotFound, ProblemCodes.FileNotFound, "There is no such file", "The studio is at /api/studio.");

    private static IResult Answer(HttpRequest request, StudioFile file)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache"; // asked for by its ETag each time: a new version of the app is a new page at once
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0))
            return Results.Bytes(file.Content, file.ContentType, entityTag: file.ETag);

        headers.ContentEncoding = "gzip";
        return Results.Bytes(file.Gzipped, file.ContentType, entityTag: file.ETagGzipped);
    }
}
