using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Configuration;

namespace VoicePrep.Speech.Engine;

public static class SpeechServices
{
    /// <summary>Adds <see cref="WhisperEngine"/>, which is loaded in the background when the host starts.</summary>
    public static IServiceCollection AddSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<WhisperOptions>(configuration, WhisperOptions.Section);
        services.AddSingleton<IValidateOptions<WhisperOptions>, WhisperOptionsValidator>();
        services.AddModels(configuration);
        services.TryAddSingleton<WhisperEngine>();
        services.AddHostedService<WhisperLoader>();
        return services;
    }
}
