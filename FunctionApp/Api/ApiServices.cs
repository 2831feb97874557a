using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Configuration;

namespace VoicePrep.Api;

internal static class ApiServices
{
    /// <summary>Registers the section <c>Api</c> and what <see cref="Cors"/> needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<ApiOptions>(configuration, ApiOptions.Section)
        .AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>()
        .AddCors();
}
