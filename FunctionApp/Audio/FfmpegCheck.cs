using Microsoft.Extensions.Hosting;

namespace VoicePrep.Audio;

/// <summary>A missing ffmpeg ends the start, not the first clip.</summary>
internal sealed class FfmpegCheck(Ffmpeg ffmpeg) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => ffmpeg.GetVersionAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
