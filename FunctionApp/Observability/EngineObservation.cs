using Microsoft.Extensions.Hosting;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Observability;

/// <summary>Lets the observable instruments read the Whisper engine.</summary>
internal sealed class EngineObservation(VoicePrepTelemetry telemetry, WhisperEngine engine) : IHostedService
{
    private const long Mebi = 1024 * 1024;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        telemetry.Observe(Read);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private EngineReading Read()
    {
        var status = engine.Status;
        return new EngineReading(
            status.ModelProfile,
            status.Device,
            status.IsReady,
            status.OverBudget,
            status.Device is "cpu" or "none" ? null : engine.Profile.TotalMegabytes * Mebi,
            engine.LoadDuration,
            status.Waiting,
            status.Running);
    }
}
