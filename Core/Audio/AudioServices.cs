using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Configuration;

namespace VoicePrep.Audio;

public static class AudioServices
{
    /// <summary>Registers everything that turns an upload into a checked, trimmed and converted clip.</summary>
    public static IServiceCollection AddAudio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ClipOptions>(configuration, ClipOptions.Section);
        services.AddSettings<FfmpegOptions>(configuration, FfmpegOptions.Section);
        services.AddSingleton<IValidateOptions<ClipOptions>, ClipOptionsValidator>();
        services.AddSingleton<IValidateOptions<FfmpegOptions>, FfmpegOptionsValidator>();
        services.AddSingleton<WorkFolders>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkFolders>());
        services.AddSingleton<FfmpegRunner>();
        services.AddHostedService<AudioWarmUp>();
        services.AddSingleton<VoiceActivity>();
        services.AddSingleton<ClipValidator>();
        services.AddSingleton<AudioConverter>();
        return services;
    }
}
