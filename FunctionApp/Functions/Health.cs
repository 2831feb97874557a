using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VoicePrep.Speech;
using VoicePrep.Storage;

namespace VoicePrep.Functions;

/// <summary>Readiness, as <c>GET /api/health</c> answers it.</summary>
/// <param name="Status"><c>ready</c>, <c>loading</c> or <c>faulted</c>.</param>
/// <param name="Device">The device really in use.</param>
/// <param name="Warm">True once the model is loaded and has run.</param>
/// <param name="OverBudget">True if the model profile needs more GPU memory than the budget.</param>
/// <param name="Waiting">Clips of this process that wait for a place in the model.</param>
/// <param name="Running">Clips of this process that are being transcribed.</param>
/// <param name="Problem">What is wrong, where something is.</param>
public sealed record HealthReport(
    string Status, string ModelProfile, string Device, bool Warm, bool OverBudget, int Waiting, int Running, string Version, string? Problem);

/// <summary><c>GET /api/health</c> for readiness and <c>GET /api/health/live</c> for liveness probes.</summary>
public sealed class Health(WhisperEngine whisper, ContainerCreation containers)
{
    /// <summary>200 when a clip would be prepared at once, else 503.</summary>
    [Function(nameof(Health))]
    public IResult Ready([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var engine = whisper.Status;
        var ready = engine.IsReady && containers.IsDone;
        var report = new HealthReport(
            ready ? "ready" : engine.Fault is null ? "loading" : "faulted",
            engine.ModelProfile,
            engine.Device,
            engine.IsReady,
            engine.OverBudget,
            engine.Waiting,
            engine.Running,
            AppVersion.Current,
            engine.Fault ?? engine.Notice ?? (containers.IsDone ? null : "Storage does not answer yet."));
        return Results.Json(
            report, VoiceJson.Default.HealthReport, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>200 as long as the process answers.</summary>
    [Function("Live")]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) => Results.Ok();
}
