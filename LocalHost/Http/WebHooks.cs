using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Description;
using Microsoft.Azure.WebJobs.Host.Config;

namespace VoicePrep.LocalHost.Http;

/// <summary>
/// The extensions' own HTTP APIs, under <c>/runtime/webhooks/NAME</c>: Durable's instance management, and Event Grid's notifications to
/// the blob trigger.
/// </summary>
#pragma warning disable CS0618 // The WebJobs SDK's own way to it has been marked as a preview ever since.
internal sealed class WebHooks(FunctionKeys keys, HostState state) : IWebHookProvider
{
    private readonly ConcurrentDictionary<string, IAsyncConverter<HttpRequestMessage, HttpResponseMessage>> handlers = new(
        StringComparer.OrdinalIgnoreCase);

    public Uri GetUrl(IExtensionConfigProvider extension)
    {
        var name = (extension.GetType().GetCustomAttribute<ExtensionAttribute>()?.ConfigurationSection ?? extension.GetType().Name)
            .ToLowerInvariant();
        if (extension is IAsyncConverter<HttpRequestMessage, HttpResponseMessage> handler)
            handlers.TryAdd(name, handler);
        var key = keys.ForExtensions is { } code ? $"?code={Uri.EscapeDataString(code)}" : "";
        return new(state.Address, $"/runtime/webhooks/{name}{key}");
    }

    public void Map(IEndpointRouteBuilder routes) => routes.Map("/runtime/webhooks/{extension}/{**path}", RunAsync);

    private async Task RunAsync(HttpContext context, string extension)
    {
        if (!keys.AllowsExtension(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!state.IsRunning)
        {
            await HostProblem.UnavailableAsync(context);
            return;
        }

        if (!handlers.TryGetValue(extension, out var handler))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var request = new HttpRequestMessage(new(context.Request.Method), context.Request.GetEncodedUrl())
        {
            Content = new StreamContent(context.Request.Body),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        using var response = await handler.ConvertAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            context.Response.Headers[name] = values.ToArray();
        context.Response.Headers.Remove("Transfer-Encoding");
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
#pragma warning restore CS0618
