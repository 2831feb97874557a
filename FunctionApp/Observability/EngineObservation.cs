using Microsoft.Extensions.Hosting;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Observability;

/// <summary>Connects the observable instruments to the Whisper engine.</summary>
internal sealed class EngineObservation(VoicePrepTelemetry telemetry, WhisperEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        telemetry.Observe(() => engine.Status);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
