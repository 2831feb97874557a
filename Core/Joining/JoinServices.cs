using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Configuration;

namespace VoicePrep.Joining;

/// <summary>Registers the part that makes one voice of several recordings.</summary>
public static class JoinServices
{
    /// <summary>Registers <see cref="VoiceJoiner"/> and its options, checked at start; needs the services of audio and voice.</summary>
    public static IServiceCollection AddJoining(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<JoinOptions>(configuration, JoinOptions.Section)
        .AddSingleton<IValidateOptions<JoinOptions>, JoinOptionsValidator>()
        .AddSingleton<VoiceJoiner>();
}
