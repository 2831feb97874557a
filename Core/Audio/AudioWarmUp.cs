using Microsoft.Extensions.Hosting;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Audio;

/// <summary>
/// Runs ffmpeg and the voice activity model once before the app starts, so that a missing part ends the start before the Functions host
/// relies on the worker.
/// </summary>
internal sealed class AudioWarmUp(FfmpegRunner ffmpeg, VoiceActivity voiceActivity) : IHostedLifecycleService
{
    private const int Attempts = 5;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = StartFfmpegAsync(cancellationToken); // its processes run beside the model's load
        voiceActivity.Detect(new float[VoiceActivity.SampleRate / 10], cancellationToken);
        await started;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StartFfmpegAsync(CancellationToken cancellationToken)
    {
        for (var left = Attempts; ; left--)
        {
            try
            {
                await ffmpeg.GetVersionAsync(cancellationToken);
                return;
            }
            catch (IOException) when (left > 1)
            {
                // It was killed, or the machine failed: that says nothing about the program.
            }
        }
    }
}
