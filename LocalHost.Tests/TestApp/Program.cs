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
builder.Build().Run();
return 0;
