using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Configuration;

namespace VoicePrep.Joining;

/// <summary>Composition of what makes one voice of several recordings.</summary>
public static class JoinServices
{
    /// <summary>
    /// Registers <see cref="VoiceJoiner"/> and its options, which are validated at start. Needs what the audio's and the voice's parts
    /// register.
    /// </summary>
    public static IServiceCollection AddJoining(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<JoinOptions>(configuration, JoinOptions.Section)
        .AddSingleton<IValidateOptions<JoinOptions>, JoinOptionsValidator>()
        .AddSingleton<VoiceJoiner>();
}
