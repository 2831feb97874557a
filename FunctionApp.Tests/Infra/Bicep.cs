using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;

namespace VoicePrep.Tests.Infra;

/// <summary>The Bicep compiler.</summary>
internal static class Bicep
{
    private static readonly string Compiler = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(entry => entry.Key == "Bicep").Value!;

    private static readonly (string Name, string Value)[] Environment =
    [
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ("AZURE_LOCATION", "swedencentral"),
        ("SERVICE_APP_IMAGE_NAME", "registry.azurecr.io/voiceprep:1"),
    ];

    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonObject>>> Compiled = new();

    public static Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    /// <param name="environment">Variables beside those that every deployment has.</param>
    public static Task<ToolResult> RunAsync(string[] arguments, (string Name, string Value)[] environment)
    {
        File.SetUnixFileMode(Compiler, File.GetUnixFileMode(Compiler) | UnixFileMode.UserExecute);
        return Tool.RunAsync(Compiler, arguments, [.. Environment, .. environment]);
    }

    /// <summary>The template that Azure is given for <c>infra/NAME.bicep</c>; compiled once.</summary>
    public static Task<JsonObject> CompileAsync(string name) => Compiled.GetOrAdd(name, _ => new(() => BuildAsync(name))).Value;

    /// <summary>The resources of a template and of its modules.</summary>
    public static IEnumerable<JsonObject> Resources(JsonObject template)
    {
        var resources = template["resources"] is JsonObject named
            ? named.Select(entry => entry.Value!)
            : template["resources"]!.AsArray().Select(entry => entry!);
        foreach (var resource in resources.Select(entry => entry.AsObject()))
        {
            if ((string?)resource["type"] == "Microsoft.Resources/deployments")
            {
                foreach (var inner in Resources(resource["properties"]!["template"]!.AsObject()))
                    yield return inner;
            }
            else if (resource["existing"] is null)
            {
                yield return resource;
            }
        }
    }

    /// <summary>The only resource of a type.</summary>
    public static JsonObject Single(this IEnumerable<JsonObject> resources, string type) =>
        resources.Single(resource => (string?)resource["type"] == type);

    private static async Task<JsonObject> BuildAsync(string name)
    {
        var result = await RunAsync("build", $"infra/{name}.bicep", "--stdout");
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!.AsObject();
    }
}
