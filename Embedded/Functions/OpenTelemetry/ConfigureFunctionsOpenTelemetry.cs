using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry;

/// <summary>OpenTelemetry defaults for a Functions worker.</summary>
public static class ConfigureFunctionsOpenTelemetry
{
    /// <summary>The source of the invocations' spans.</summary>
    internal static ActivitySource Invocations { get; } = new("Microsoft.Azure.Functions.Worker");

    /// <summary>Collects the spans of function invocations, and names the service after the app where nothing else does.</summary>
    public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder) => builder
        .ConfigureResource(resource => resource
            .AddService(AppDomain.CurrentDomain.FriendlyName, autoGenerateServiceInstanceId: false)
            .AddEnvironmentVariableDetector())
        .WithTracing(tracing => tracing.AddSource(Invocations.Name));
}
