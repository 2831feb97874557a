using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace VoicePrep.Observability;

/// <summary>Registers <see cref="VoicePrepTelemetry"/> and the exporters that the environment asks for.</summary>
public static class ObservabilityServices
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Exports by OTLP if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, to Azure Monitor if <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is,
    /// or to both; without either nothing is collected.
    /// </summary>
    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VoicePrepTelemetry>();
        services.AddHostedService<EngineObservation>();
        services.AddSingleton<ModelWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelWatch>());

        var otlp = configuration[OtlpEndpoint] is { Length: > 0 };
        var azureMonitor = configuration[AzureMonitor] is { Length: > 0 };
        if (!otlp && !azureMonitor)
            return services;

        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithLogging()
            .WithMetrics(metrics => metrics.AddMeter(VoicePrepTelemetry.Name).AddRuntimeInstrumentation().AddAspNetCoreInstrumentation())
            .WithTracing(tracing => tracing
                .AddSource(VoicePrepTelemetry.Name, "Microsoft.DurableTask")
                .AddAspNetCoreInstrumentation(http =>
                    http.Filter = context => !context.Request.Path.StartsWithSegments("/api/health", StringComparison.OrdinalIgnoreCase)));
        if (otlp)
            telemetry.UseOtlpExporter();

        if (azureMonitor)
            telemetry.UseAzureMonitorExporter(options => options.ConnectionString = configuration[AzureMonitor]);

        return services;
    }
}
