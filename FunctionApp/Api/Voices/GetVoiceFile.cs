using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Api.Voices;

/// <summary><c>GET /api/voices/ID/files/NAME</c>: a file of a completed voice, or the waveform, of a rejected one too.</summary>
public sealed class GetVoiceFile(VoiceStore voices)
{
    [Function(nameof(GetVoiceFile))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices/{id}/files/{name}")] HttpRequest request,
        string id,
        string name,
        CancellationToken cancellationToken)
    {
        if (!VoiceFiles.Public.Contains(name, StringComparer.Ordinal))
        {
            return ApiProblem.Create(
                StatusCodes.Status404NotFound,
                ProblemCodes.FileNotFound,
                "There is no such file",
                $"A voice has the files {string.Join(", ", VoiceFiles.Public)}.");
        }

        if (VoiceId.IsValid(id)
            && (name == VoiceFiles.Waveform || await voices.IsCompleteAsync(id, cancellationToken))
            && await voices.OpenVersionAsync(id, name, cancellationToken) is { } file)
            return FileAnswer.Of(request, file.Content, VoiceFiles.ContentType(name), name, file.ETag);

        return await ApiProblem.VoiceNotCompleteAsync(voices, id, cancellationToken);
    }
}
