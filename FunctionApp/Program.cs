using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoicePrep;
using VoicePrep.Api;
using VoicePrep.Audio;
using VoicePrep.Joining;
using VoicePrep.Observability;
using VoicePrep.Pipeline;
using VoicePrep.Speech.Engine;
using VoicePrep.Storage;
using VoicePrep.Voice;

return AppRun.Run(() =>
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<SecurityHeaders>();
    builder.UseMiddleware<Cors>();
    builder.UseMiddleware<ApiFaults>();
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // AppRun says why a start failed

    builder.Services
        .AddObservability(builder.Configuration)
        .AddApi(builder.Configuration)
        .AddStorage(builder.Configuration)
        .AddAudio(builder.Configuration)
        .AddSpeech(builder.Configuration)
        .AddVoice(builder.Configuration)
        .AddJoining(builder.Configuration)
        .AddPipeline();
    return builder.Build();
}, onlyCheck: args is ["--check-settings"]);
