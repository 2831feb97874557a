using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace VoicePrep.Configuration;

internal static class SettingsServices
{
    /// <summary>Adds options that are read from a section and checked at start, and reports names in it that are not settings.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        var settings = new SettingsSection<TOptions>(configuration.GetSection(section));
        services.AddSingleton<IConfigureOptions<TOptions>>(settings);
        services.AddSingleton<IValidateOptions<TOptions>>(settings);
        services.AddOptions<TOptions>().ValidateOnStart();
        services.AddSingleton(KnownSection.Of<TOptions>(section));
        services.TryAddSingleton(provider => new UnknownSettings(configuration, provider.GetServices<KnownSection>()));
        return services;
    }
}
