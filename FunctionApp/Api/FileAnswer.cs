using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api;

/// <summary>
/// Answers to GET and HEAD with a stored file; 206 with the part that a range of bytes asks for, 304 where the caller has it.
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
    /// ASP.NET Core takes three ranges that mean nothing (RFC 9110, 13.1.5 and 14.2): of HEAD, in another unit than bytes, and one on the
    /// condition of a date, which no answer gave.
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
