using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace VoicePrep.Functions;

/// <summary>Versions that a profile names.</summary>
public sealed class EngineVersions : IHostedService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Of FFmpeg, as <c>ffmpeg -version</c> says it.</summary>
    public string Ffmpeg { get; private set; } = "unknown";

    /// <summary>Of this app.</summary>
    public string VoicePrep { get; } = typeof(EngineVersions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Asks ffmpeg for its version; fails where there is no ffmpeg.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", "-version") { RedirectStandardOutput = true })!;
        var firstLine = await ffmpeg.StandardOutput.ReadLineAsync(limited.Token);
        await ffmpeg.StandardOutput.ReadToEndAsync(limited.Token);
        await ffmpeg.WaitForExitAsync(limited.Token);
        Ffmpeg = firstLine?.Split(' ') is ["ffmpeg", "version", var version, ..] ? version : Ffmpeg;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
