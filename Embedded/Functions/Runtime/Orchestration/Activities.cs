using Embedded.Functions.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Functions.Orchestration;

/// <summary>Runs activities.</summary>
internal sealed class Activities(
    FunctionCatalog catalog, IServiceScopeFactory scopes, JsonDataConverter converter)
{
    /// <summary>The result, as JSON.</summary>
    /// <param name="call">The event that scheduled it.</param>
    public async Task<string?> RunAsync(string instanceId, HistoryEvent call, CancellationToken cancellation)
    {
        if (!catalog.Activities.TryGetValue(call.Name!, out var function))
            throw new InvalidOperationException($"The activity '{call.Name}' does not exist or is disabled.");

        await using var scope = scopes.CreateAsyncScope();
        var input = converter.Deserialize(call.Data, function.TriggerParameter.ParameterType);
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
        var run = new FunctionRun(function, input, data, scope.ServiceProvider, cancellation);
        return converter.Serialize(await run.RunAsync());
    }
}
