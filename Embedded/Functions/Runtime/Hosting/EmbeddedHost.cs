using System.Reflection;
using System.Text.Json;
using Embedded.Functions.Blobs;
using Embedded.Functions.Http;
using Embedded.Functions.Invocation;
using Embedded.Functions.Orchestration;
using Embedded.Functions.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Embedded.Functions.Hosting;

/// <summary>Puts the host together: what every app has before its own services, and what runs its functions after them.</summary>
internal static class EmbeddedHost
{
    private const string DefaultUrl = "http://127.0.0.1:7071";
    private static readonly string[] UrlKeys = ["urls", "http_ports", "https_ports"];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        LocalSettings.Load(AppContext.BaseDirectory);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Production,
        });
        var settings = new HostSettings(AppContext.BaseDirectory, builder.Configuration);
        builder.Logging.AddConfiguration(settings.Configuration.GetSection("logging"));
        if (!UrlKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key])))
            builder.WebHost.UseUrls(DefaultUrl);

        builder.Services.AddSingleton(settings);
        // What the worker sets, no more: the app's own settings come on top.
        builder.Services.Configure<JsonSerializerOptions>(options => options.PropertyNameCaseInsensitive = true);
        return builder;
    }

    public static IHost Build(WebApplicationBuilder builder, Assembly app)
    {
        var services = builder.Services;
        services.AddOptions<EmbeddedHostOptions>()
            .BindConfiguration("EmbeddedHost")
            .Validate(
                options => options.BlobPollingInterval > TimeSpan.Zero,
                "EmbeddedHost__BlobPollingInterval must be above zero, such as 00:00:01.")
            .ValidateOnStart();
        services.AddSingleton(new FunctionCatalog(app.GetTypes(), builder.Configuration));
        services.AddSingleton(provider => new DataFolder(provider.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder));
        services.AddSingleton<Database>();

        services.AddSingleton<JsonDataConverter>();
        services.AddSingleton<InstanceStore>();
        services.AddSingleton<Orchestrator>();
        services.AddSingleton<Activities>();
        services.AddSingleton<OrchestrationEngine>();
        services.AddSingleton<EngineClient>();
        services.AddHostedService(provider => provider.GetRequiredService<OrchestrationEngine>());

        services.AddSingleton<ReceiptStore>();
        services.AddHostedService<BlobTriggerService>();

        services.AddSingleton<KeyGuard>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<DurableApi>();

        var host = builder.Build();
        host.Services.GetRequiredService<HttpFunctions>().Map(host);
        host.Services.GetRequiredService<DurableApi>().Map(host);
        return host;
    }
}
