using System.Reflection;
using Embedded.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Takes the app's services and settings and builds its host.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private readonly WebApplicationBuilder builder;
    private readonly Assembly app;
    private bool hasBuilt;

    internal FunctionsApplicationBuilder(string[] args, Assembly app)
    {
        this.app = app;
        builder = EmbeddedHost.CreateBuilder(args);
    }

    /// <summary>Values shared while the host is built.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)builder).Properties;

    /// <summary>The app's settings.</summary>
    public ConfigurationManager Configuration => builder.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>Where the app runs.</summary>
    public IHostEnvironment Environment => builder.Environment;

    /// <summary>The app's loggers.</summary>
    public ILoggingBuilder Logging => builder.Logging;

    /// <summary>The app's metrics.</summary>
    public IMetricsBuilder Metrics => builder.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => builder.Services;

    /// <summary>Replaces the container.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)builder).ConfigureContainer(factory, configure);

    /// <summary>The host; once only.</summary>
    /// <exception cref="InvalidOperationException">It was built before, or a function is declared wrongly.</exception>
    public IHost Build()
    {
        if (hasBuilt)
            throw new InvalidOperationException("The application has already been built.");

        hasBuilt = true;
        return EmbeddedHost.Build(builder, app);
    }

    internal void UseAspNetCore() => Services.AddControllers();
}
