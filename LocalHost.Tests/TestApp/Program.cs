using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoicePrep.TestApp;

var builder = FunctionsApplication.CreateBuilder(args);
if (builder.Configuration["StartFailure"] is { } failure)
{
    Console.Error.WriteLine(failure);
    return 1;
}

builder.ConfigureFunctionsWebApplication();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddSingleton<Journal>();
using var traces = new ActivityListener
{
    ShouldListenTo = source => source.Name.StartsWith("Microsoft.", StringComparison.Ordinal),
    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
};
ActivitySource.AddActivityListener(traces); // as an exporter does
var app = builder.Build();
if (builder.Configuration["LateFailure"] is { } lateFailure)
{
    await app.StartAsync();
    Console.Error.WriteLine(lateFailure);
    return 1;
}

app.Run();
return 0;
