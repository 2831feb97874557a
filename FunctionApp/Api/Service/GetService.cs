using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Storage;

namespace VoicePrep.Api.Service;

/// <summary><c>GET /api/service</c>: the state and figures of the service, beside its targets.</summary>
public sealed class GetService(WhisperEngine whisper, VoiceIndex index, IOptions<WhisperOptions> options, TimeProvider time)
{
    private const long Mebi = 1024 * 1024;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Function(nameof(GetService))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "service")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var engine = whisper.Status;
        var times = await index.ListSecondsAsync(time.GetUtcNow() - Hour, cancellationToken);
        var report = new ServiceReport(
            engine.ModelProfile,
            engine.Device,
            engine.IsReady,
            engine.Waiting,
            engine.Running,
            engine.GpuMemoryBytes ?? Environment.WorkingSet,
            engine.GpuMemoryBytes is null ? null : options.Value.MaxGpuMemoryMebibytes * Mebi,
            PreparationTimes.Of(times),
            ServiceTargets.OfThePlan);
        return JsonAnswer.Of(report, VoiceJson.Default.ServiceReport);
    }
}
