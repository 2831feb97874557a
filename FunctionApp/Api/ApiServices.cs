using Azure.Storage.Queues;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Api.Voices;
using VoicePrep.Audio;
using VoicePrep.Configuration;
using VoicePrep.Storage;

namespace VoicePrep.Api;

internal static class ApiServices
{
    /// <summary>Registers the section <c>Api</c>, the intake and its limits, the queue, and what <see cref="Cors"/> needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ClipOptions>>((kestrel, clip) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = UploadedClip.SlowestLine;
            kestrel.Limits.MaxRequestBodySize = clip.Value.MaxUploadBytes + UploadedClip.MaxExcessBytes;
        });
        return services
            .AddSettings<ApiOptions>(configuration, ApiOptions.Section)
            .AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>()
            .AddSingleton<RecordingsIntake>()
            .AddSingleton<VoiceListing>()
            .AddSingleton(provider => new FinishedVoices(QueueOf(provider)))
            .AddCors();
    }

    private static QueueClient? QueueOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ApiOptions>>().Value.NotifyQueue is { Length: > 0 } name
            ? provider.GetRequiredService<QueueServiceClient>().GetQueueClient(name)
            : null;
}
