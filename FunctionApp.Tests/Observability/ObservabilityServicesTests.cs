using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using VoicePrep.Observability;

namespace VoicePrep.Tests.Observability;

public sealed class ObservabilityServicesTests
{
    [Fact]
    public void AddObservability_NoExporterConfigured_CollectsNothing()
    {
        using var services = Build([]);

        Assert.NotNull(services.GetService<VoicePrepTelemetry>());
        Assert.Null(services.GetService<TracerProvider>());
        Assert.Null(services.GetService<MeterProvider>());
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/")]
    public void AddObservability_ExporterConfigured_CollectsTracesAndMetrics(string key, string value)
    {
        using var services = Build(new() { [key] = value });

        Assert.NotNull(services.GetService<TracerProvider>());
        Assert.NotNull(services.GetService<MeterProvider>());
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddObservability(configuration)
            .BuildServiceProvider();
    }
}
