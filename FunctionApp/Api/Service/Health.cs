using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Configuration;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Observability;
using VoicePrep.Pipeline.Erasure;
using VoicePrep.Speech.Engine;
using VoicePrep.Storage;

namespace VoicePrep.Api.Service;

/// <summary><c>GET /api/health</c> for readiness and <c>GET /api/health/live</c> for liveness probes.</summary>
public sealed class Health(
    WhisperEngine whisper,
    FfmpegRunner ffmpeg,
    ModelWatch models,
    StorageReadiness storage,
    RetentionStarter retention,
    WorkFolders folders,
    IOptions<ClipOptions> clip,
    UnknownSettings unknown,
    IConfiguration configuration)
{
    /// <summary>What the Functions host takes where nothing else is set. Bytes.</summary>
    private const long HostBodyLimit = 104_857_600;

    /// <summary>200 if a clip would be prepared at once, else 503. As every host asks it first, it also starts the retention.</summary>
    [Function(nameof(Health))]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var engine = whisper.Status;
        var problem = engine.Fault ?? (await storage.IsReadyAsync(cancellationToken) ? null : "Storage does not answer.")
            ?? folders.Problem(clip.Value.MaxUploadBytes);
        var ready = engine.IsReady && problem is null;
        if (ready)
            await retention.EnsureAsync(client, cancellationToken);

        var report = new HealthReport(
            ready ? "ready" : engine.IsReady || engine.Fault is not null ? "faulted" : "loading",
            engine.ModelProfile,
            engine.Device,
            engine.IsReady,
            engine.OverBudget,
            engine.Waiting,
            engine.Running,
            AppVersion.Current,
            problem,
            Notices.Join([engine.Notice, ffmpeg.Notice, models.Notice(), .. unknown.Notices]),
            Math.Min(clip.Value.MaxUploadBytes, configuration.GetValue("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", HostBodyLimit)),
            engine.Places,
            clip.Value.RequireConsent);
        return Results.Json(
            report, VoiceJson.Default.HealthReport, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>200 as long as the process answers.</summary>
    [Function("Live")]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        Results.Ok();
}
