using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Configuration;
using VoicePrep.Models;

namespace VoicePrep.Voice;

/// <summary>Registers the part that computes embeddings.</summary>
public static class VoiceServices
{
    /// <summary>Registers <see cref="VoiceEmbedder"/> and its options, which are validated at start.</summary>
    public static IServiceCollection AddVoice(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModels(configuration);
        services.AddSingleton<IValidateOptions<VoiceOptions>, VoiceOptionsValidator>();
        services.AddSettings<VoiceOptions>(configuration, VoiceOptions.Section);
        services.AddSingleton<VoiceEmbedder>();
        return services;
    }
}
