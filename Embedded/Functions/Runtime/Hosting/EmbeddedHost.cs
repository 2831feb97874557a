using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Embedded.Functions.Hosting;

/// <summary>What every app has before its own settings and services.</summary>
internal static class EmbeddedHost
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Production,
        });
        return builder;
    }

    public static IHost Build(WebApplicationBuilder builder, Assembly app)
    {
        return builder.Build();
    }
}
