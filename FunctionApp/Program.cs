using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Speech.Engine;
using VoicePrep;
using VoicePrep.Api;
using VoicePrep.Audio;
using VoicePrep.Joining;
using VoicePrep.Observability;
using VoicePrep.Pipeline;
using VoicePrep.Storage;
using VoicePrep.Voice;

var started = CancellationToken.None;
try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<SecurityHeaders>();
    builder.UseMiddleware<Cors>();
    builder.UseMiddleware<ApiFaults>();
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // what ends a start is told below

    builder.Services
        .AddObservability(builder.Configuration)
        .AddApi(builder.Configuration)
        .AddStorage(builder.Configuration)
        .AddAudio(builder.Configuration)
        .AddSpeech(builder.Configuration)
        .AddVoice(builder.Configuration)
        .AddSingleton<ModelWatch>()
        .AddSingleton<ConsentRecordings>()
        .AddSingleton<RetentionStarter>()
        .AddJoining(builder.Configuration)
        .AddSingleton<VoiceIntake>()
        .AddSingleton<VoiceLookup>()
        .AddSingleton<VoiceJoining>()
        .AddSingleton<RecordingsIntake>()
        .AddSingleton<VoiceListing>();

    builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ClipOptions>>((kestrel, clip) =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MinRequestBodyDataRate = UploadedClip.SlowestLine;
        try
        {
            kestrel.Limits.MaxRequestBodySize = clip.Value.MaxUploadBytes + UploadedClip.MaxExcessBytes;
        }
        catch (OptionsValidationException)
        {
            // Told at start, with the errors of the other sections.
        }
    });

    var app = builder.Build();
    app.Services.GetRequiredService<IStartupValidator>().Validate(); // before any part reads its own settings: the errors of all are told at once
    _ = app.Services.GetRequiredService<VoiceEmbedder>(); // in memory from the start on, as the other models are
    var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList(); // after the run the services are gone
    started = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted;
    app.Run();
    if (background.Find(service => service.ExecuteTask is { IsFaulted: true }) is { ExecuteTask.Exception.InnerException: { } cause })
        throw cause;
    return 0;
}
catch (Exception e) when (StartErrors.Of(e, started.IsCancellationRequested) is { } errors)
{
    foreach (var error in errors)
        Console.Error.WriteLine(error);
    return 1;
}
