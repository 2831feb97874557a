using System.Text.Json;
using System.Text.Json.Nodes;

namespace Embedded.Functions.Hosting;

/// <summary>The <c>Values</c> of local.settings.json, which the Core Tools, too, put into the environment.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Sets each value that the environment does not have yet.</summary>
    public static void Load(string appFolder)
    {
        var file = Path.Combine(appFolder, "local.settings.json");
        if (!File.Exists(file))
            return;

        var settings = JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient);
        if (settings?["IsEncrypted"]?.GetValue<bool>() == true)
            throw new InvalidOperationException($"{file} is encrypted; run 'func settings decrypt' first.");

        foreach (var (name, value) in settings?["Values"] as JsonObject ?? [])
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value?.ToString());
        }
    }
}
