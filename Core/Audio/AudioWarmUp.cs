using Microsoft.Extensions.Hosting;

namespace VoicePrep.Audio;

/// <summary>Runs ffmpeg and the voice activity model once at start: what is missing ends the start, not the first clip.</summary>
internal sealed class AudioWarmUp(Ffmpeg ffmpeg, VoiceActivity voiceActivity) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        voiceActivity.Detect(new float[VoiceActivity.SampleRate / 10], cancellationToken);
        return ffmpeg.GetVersionAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
