using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using VoicePrep.Observability;
using VoicePrep.Tests.Support;

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
    [InlineData(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/")]
    public void AddObservability_ExporterConfigured_CollectsTracesAndMetrics(string key, string value)
    {
        using var services = Build(new() { [key] = value });

        Assert.NotNull(services.GetService<TracerProvider>());
        Assert.NotNull(services.GetService<MeterProvider>());
    }

    [Fact]
    public async Task AddObservability_OtlpCollector_ReceivesSpansAndMetrics()
    {
        using var collector = new Collector();
        await using var services = Build(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        var (tracer, meter) = (services.GetRequiredService<TracerProvider>(), services.GetRequiredService<MeterProvider>());

        using (
            var stage = services.GetRequiredService<VoicePrepTelemetry>().StartStage("convertAudio", "0123456789abcdef0123456789abcdef"))
            stage.Complete();

        Assert.True(tracer.ForceFlush(10_000));
        Assert.True(meter.ForceFlush(10_000));
        Assert.Contains("convertAudio", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("voiceprep.stage.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
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
