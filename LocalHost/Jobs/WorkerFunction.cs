using System.Text.Json;
using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>A function of the app, as its worker describes it.</summary>
/// <param name="Bindings">The trigger and other inputs, in the order of the parameters.</param>
internal sealed record WorkerFunction(string Name, IReadOnlyList<FunctionBinding> Bindings)
{
    /// <summary>The HTTP trigger; null if it has none.</summary>
    public FunctionBinding? HttpTrigger => Bindings.FirstOrDefault(binding => binding.Is("httpTrigger"));

    public static WorkerFunction Of(FunctionMetadata metadata) =>
        new(
            metadata.Name,
            [
                .. metadata.RawBindings.Select(FunctionBinding.Parse)
                    .Where(binding => !string.Equals(binding.Find("direction"), "out", StringComparison.OrdinalIgnoreCase)),
            ]);

    /// <summary>Whether <c>AzureWebJobs__NAME__Disabled</c> switches it off.</summary>
    public bool IsDisabled(IConfiguration configuration) =>
        configuration.GetValue<bool>($"AzureWebJobs:{Name}:Disabled") || configuration.GetValue<bool>($"AzureWebJobs.{Name}.Disabled");
}

/// <summary>One binding of a function: its JSON in <c>functions.metadata</c>.</summary>
internal sealed record FunctionBinding(string Type, string Name, JsonElement Json)
{
    public static FunctionBinding Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var binding = document.RootElement.Clone();
        return new(binding.GetProperty("type").GetString()!, binding.GetProperty("name").GetString()!, binding);
    }

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a string property; null if there is none.</summary>
    public string? Find(string property) => Json.EnumerateObject()
        .Where(candidate =>
            candidate.Name.Equals(property, StringComparison.OrdinalIgnoreCase) && candidate.Value.ValueKind == JsonValueKind.String)
        .Select(candidate => candidate.Value.GetString()).FirstOrDefault();
}
