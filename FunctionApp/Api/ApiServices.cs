using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Api.Voices;
using VoicePrep.Audio;
using VoicePrep.Configuration;

namespace VoicePrep.Api;

internal static class ApiServices
{
    /// <summary>Registers the section <c>Api</c>, what takes uploads and limits them, and what <see cref="Cors"/> needs.</summary>
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
            .AddCors();
    }
}
