using Microsoft.Extensions.DependencyInjection;
using VoicePrep.Pipeline.Erasure;

namespace VoicePrep.Pipeline;

internal static class PipelineServices
{
    /// <summary>Registers what the functions share; the worker discovers triggers, orchestrators and activities by itself.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services) => services
        .AddSingleton<ConsentRecordings>()
        .AddSingleton<RetentionStarter>()
        .AddSingleton<VoiceIntake>()
        .AddSingleton<JoinedVoiceIntake>()
        .AddSingleton<VoiceLookup>()
        .AddSingleton<VoicesUnderWay>();
}
