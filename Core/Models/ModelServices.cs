using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Configuration;

namespace VoicePrep.Models;

public static class ModelServices
{
    /// <summary>Adds <see cref="ModelFiles"/>; every part that has models may call it.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(ModelFiles)))
            return services;
        services.AddSettings<ModelOptions>(configuration, ModelOptions.Section);
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        return services.AddSingleton<ModelFiles>();
    }
}
