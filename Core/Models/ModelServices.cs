using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace VoicePrep.Models;

public static class ModelServices
{
    /// <summary>Adds <see cref="ModelFiles"/>; may be called by every area that has models.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ModelOptions>(configuration.GetSection(ModelOptions.Section));
        services.TryAddSingleton<ModelFiles>();
        return services;
    }
}
