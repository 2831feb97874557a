using Microsoft.AspNetCore.Http;
using VoicePrep.Contracts;

namespace VoicePrep.Api.Voices;

/// <summary>A voice as an answer.</summary>
internal static class VoiceAnswer
{
    private const string RetryAfterSeconds = "1";

    /// <summary>200 with its state, and when to ask again while it is not done.</summary>
    public static IResult Found(HttpRequest request, VoiceStatus voice) => Answer(request, voice, StatusCodes.Status200OK);

    /// <summary>202 for a voice that is being prepared, 200 for one that is done, both with its address.</summary>
    public static IResult Started(HttpRequest request, VoiceStatus voice)
    {
        request.HttpContext.Response.Headers.Location = $"/api/voices/{voice.Id}";
        return Answer(request, voice, IsBeingPrepared(voice) ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private static IResult Answer(HttpRequest request, VoiceStatus voice, int status)
    {
        if (IsBeingPrepared(voice))
            request.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;

        return status == StatusCodes.Status200OK
            ? JsonAnswer.Of(voice, VoiceJson.Default.VoiceStatus)
            : Results.Json(voice, VoiceJson.Default.VoiceStatus, statusCode: status);
    }

    private static bool IsBeingPrepared(VoiceStatus voice) => voice.Status is VoiceState.Queued or VoiceState.Running;
}
