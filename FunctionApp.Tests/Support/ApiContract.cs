using System.Text.Json.Nodes;
using Json.Schema;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary><c>docs/openapi.json</c>, and what it says of an answer.</summary>
internal static class ApiContract
{
    private static readonly JsonObject Document = JsonNode.Parse(File.ReadAllText(Path))!.AsObject();

    public static string Path => System.IO.Path.Combine(Repository.Root, "docs", "openapi.json");

    /// <summary>Every operation: method in upper case, path under /api.</summary>
    public static IEnumerable<(string Method, string Path)> Operations =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key);

    /// <summary>Holds an answer of the service to the description: the status, the media type, and the body's schema.</summary>
    /// <param name="path">Such as <c>/voices/ID</c>.</param>
    /// <param name="method">HEAD is answered as GET is.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Judge(string method, string path, int status, string? mediaType, string body)
    {
        var isHead = method == "HEAD";
        if (Find(isHead ? "GET" : method, path) is not { } operation)
            return status == 404 ? null : $"{method} {path} is not described, and answered {status}";

        var responses = operation["responses"]!;
        var response = Resolve(responses[status.ToString()] ?? responses["default"]!);
        if (response["content"] is not { } content)
            return body.Length == 0 || status == 401 ? null : $"{method} {path}: {status} has a body, and none is described";
        if (isHead)
            return null;
        if (mediaType is null || (content[mediaType] ?? content[$"{mediaType.Split('/')[0]}/*"]) is not { } described)
            return $"{method} {path}: {status} as {mediaType} is not described";
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
            return null;

        var schema = new JsonObject
        {
            ["$defs"] = Strict(Document["components"]!["schemas"]!),
            ["allOf"] = new JsonArray(Strict(described["schema"]!)),
        };
        var result = JsonSchema.FromText(schema.ToJsonString())
            .Evaluate(JsonNode.Parse(body), new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid ? null : $"{method} {path}: {status} does not fit its schema: {string.Join("; ", Errors(result))}\n{body}";
    }

    private static JsonNode? Find(string method, string path) =>
        (from described in Document["paths"]!.AsObject()
         where Matches(described.Key.Split('/'), path.Split('/'))
         orderby described.Key.Contains('{', StringComparison.Ordinal) // what is named goes before what is a parameter
         select described.Value![method.ToLowerInvariant()]).FirstOrDefault(operation => operation is not null);

    private static bool Matches(string[] described, string[] path) =>
        described.Length == path.Length && described.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);

    private static JsonNode Resolve(JsonNode response) =>
        (string?)response["$ref"] is { } reference ? Document["components"]!["responses"]![reference.Split('/')[^1]]! : response;

    /// <summary>
    /// A schema for the validator, by which what is not described is an error: users may meet new fields, these tests may not.
    /// </summary>
    private static JsonNode Strict(JsonNode schema)
    {
        var strict = JsonNode.Parse(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;
        Close(strict);
        return strict;
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonObject { } some && some["properties"] is JsonObject && some["type"] is JsonValue)
            some.TryAdd("additionalProperties", false);
        foreach (var child in node switch { JsonObject several => several.Select(pair => pair.Value), JsonArray list => list, _ => [] })
            Close(child);
    }

    private static IEnumerable<string> Errors(EvaluationResults result) =>
        result.Details.Where(detail => detail.HasErrors)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}"));
}
