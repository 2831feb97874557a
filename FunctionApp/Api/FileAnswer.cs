using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api;

/// <summary>
/// Answers to GET and HEAD with a stored file: 206 with the part that a range of bytes asks for, 304 if the caller has it already.
/// </summary>
internal static class FileAnswer
{
    public static IResult Of(HttpRequest request, Stream content, string contentType, string name, string etag)
    {
        if (!IsRangeMeant(request))
            request.Headers.Range = default;

        return Results.Stream(content, contentType, name, entityTag: new EntityTagHeaderValue(etag), enableRangeProcessing: true);
    }

    /// <summary>
    /// ASP.NET Core honours three kinds of range that must be ignored (RFC 9110, 13.1.5 and 14.2): with HEAD, in a unit other than bytes,
    /// and on the condition of a date, which no answer gives.
    /// </summary>
    private static bool IsRangeMeant(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        return HttpMethods.IsGet(request.Method)
            && headers.Range is { Unit: var unit }
            && unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            && (request.Headers.IfRange.Count == 0 || headers.IfRange is { EntityTag: not null });
    }
}
