using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Api;

/// <summary>Errors of the HTTP API: problem documents (RFC 9457) with a stable <c>code</c>.</summary>
internal static class ApiProblem
{
    public static IResult VoiceNotFound(string id) => Create(
        StatusCodes.Status404NotFound,
        ProblemCodes.VoiceNotFound,
        "There is no such voice",
        $"No voice has the ID '{id}'. IDs are in the Location header that answers an upload.");

    /// <summary>For something that only a complete voice has.</summary>
    public static async Task<IResult> VoiceNotCompleteAsync(VoiceStore voices, string id, CancellationToken cancellationToken) =>
        VoiceId.IsValid(id) && await voices.FindRequestAsync(id, cancellationToken) is not null
            ? Create(
                StatusCodes.Status404NotFound,
                ProblemCodes.VoiceNotComplete,
                "The voice is not complete",
                $"GET /api/voices/{id} says where it stands.")
            : VoiceNotFound(id);

    public static IResult ClipNotFound(string clipName) => Create(
        StatusCodes.Status404NotFound,
        ProblemCodes.ClipNotFound,
        "There is no such clip",
        $"The container '{BlobNames.Clips}' has no blob named '{clipName}'.");

    public static IResult Create(int status, string code, string title, string detail) => Results.Problem(new ProblemDetails
    {
        Status = status,
        Title = title,
        Detail = detail,
        Extensions = { ["code"] = code },
    });
}
