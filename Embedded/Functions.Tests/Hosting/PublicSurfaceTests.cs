using Microsoft.Azure.Functions.Worker.Builder;

namespace Embedded.Functions.Tests.Hosting;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void Assembly_ShowsOnlyNamespacesOfThePackages()
    {
        var namespaces = typeof(FunctionsApplication).Assembly.GetExportedTypes().Select(type => type.Namespace).Distinct();

        Assert.Equal(
            [
                "DurableTask.Core.Exceptions",
                "Microsoft.Azure.Functions.Worker",
                "Microsoft.Azure.Functions.Worker.Builder",
                "Microsoft.Azure.Functions.Worker.Extensions.Abstractions",
                "Microsoft.Azure.Functions.Worker.OpenTelemetry",
                "Microsoft.DurableTask",
                "Microsoft.DurableTask.Client",
            ],
            namespaces.Order(StringComparer.Ordinal));
    }
}
