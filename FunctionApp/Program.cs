using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Functions;
using VoicePrep.Observability;
using VoicePrep.Speech;
using VoicePrep.Storage;
using VoicePrep.Voice;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

builder.Services
    .AddObservability(builder.Configuration)
    .AddStorage(builder.Configuration)
    .AddAudio(builder.Configuration)
    .AddSpeech(builder.Configuration)
    .AddVoice(builder.Configuration)
    .AddSingleton<VoiceIntake>();

builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ClipOptions>>((kestrel, clip) =>
    kestrel.Limits.MaxRequestBodySize = clip.Value.MaxUploadBytes + UploadedClip.MaxExcessBytes);

builder.Build().Run();
