using System.Globalization;
using System.Text.Json.Nodes;
using DevLab.JmesPath;

namespace VoicePrep.Tests.Infra;

/// <summary>
/// The Azure CLI as the scripts see it. It refuses what the real one refuses: commands and options that it does not have
/// (read in azure-cli's <c>_params.py</c> of containerapp, eventgrid and storage, and in the extension's validators), a
/// subscription that it does not know, usages of a provider that is not registered, keys of an app in Multiple mode
/// without a revision, and shared keys. Queries are evaluated as JMESPath.
/// </summary>
internal sealed class FakeAz(FakeAzure azure)
{
    private static readonly string[] Global = ["--subscription", "--output", "--query", "--only-show-errors"];
    private static readonly string[] Flags = ["--wait", "--upgrade", "--all", "--only-show-errors"];

    /// <summary>Required options of each command, and after the bar the others that the scripts may use.</summary>
    private static readonly Dictionary<string, string> Commands = new()
    {
        ["account show"] = "",
        ["provider register"] = "--namespace | --wait",
        ["extension add"] = "--name | --upgrade --allow-preview",
        ["containerapp list-usages"] = "--location",
        ["containerapp show"] = "--name --resource-group",
        ["containerapp revision show"] = "--revision --resource-group | --name",
        ["containerapp revision list"] = "--name --resource-group | --all",
        ["containerapp function keys list"] = "--name --resource-group --key-type | --revision --function-name",
        ["eventgrid system-topic event-subscription create"] =
            "--name --system-topic-name --resource-group | --endpoint --endpoint-type --included-event-types --subject-begins-with "
                + "--max-delivery-attempts --event-ttl",
        ["storage blob upload"] = "--container-name --file | --name --account-name --auth-mode --overwrite",
    };

    public ToolResult Run(string[] arguments)
    {
        var command = Commands.Keys.FirstOrDefault(name => string.Join(' ', arguments).StartsWith(name + " ", StringComparison.Ordinal));
        if (command is null)
            return Refuse($"'{string.Join(' ', arguments)}' is misspelled or not recognized by the system.");

        var parts = Commands[command].Split('|');
        var required = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var allowed = parts.SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Concat(Global).ToHashSet();
        var options = new Dictionary<string, string>();
        for (var i = command.Split(' ').Length; i < arguments.Length; i++)
        {
            if (!allowed.Contains(arguments[i]) || (!Flags.Contains(arguments[i]) && i + 1 == arguments.Length))
                return Refuse($"unrecognized arguments: {arguments[i]}");

            var option = arguments[i];
            options[option] = Flags.Contains(option) ? "" : arguments[++i];
        }

        if (required.Where(option => !options.ContainsKey(option)).ToList() is { Count: > 0 } missing)
            return Refuse($"the following arguments are required: {string.Join(", ", missing)}");

        if (command != "extension add"
            && options.GetValueOrDefault("--subscription") is var subscription
            && subscription != azure.Subscription)
            return Refuse($"The subscription of '{subscription}' doesn't exist in cloud 'AzureCloud'.");

        return Answer(command, options) is { } answer ? Print(answer, options) : Refuse(refusal);
    }

    private string refusal = "";

    private JsonNode? Answer(string command, Dictionary<string, string> options)
    {
        switch (command)
        {
            case "provider register":
                azure.Registered.Add(options["--namespace"]);
                return new JsonObject();
            case "containerapp list-usages" when !azure.Registered.Contains("Microsoft.App"):
                return RefuseWith("Subscription is not registered for the Microsoft.App resource provider.");
            case "containerapp list-usages":
                return new JsonObject
                {
                    ["value"] = new JsonArray([.. azure.Quotas.Select(quota => new JsonObject
                {
                    ["name"] = new JsonObject { ["value"] = quota.Key },
                    ["limit"] = quota.Value.Limit,
                    ["currentValue"] = quota.Value.Used,
                })])
                };
            case "containerapp show":
                return new JsonObject
                {
                    ["properties"] = new JsonObject
                    {
                        ["latestReadyRevisionName"] = azure.LatestReady,
                        ["template"] = Template(azure.Revisions[^1].Image),
                    }
                };
            case "containerapp revision show":
                return azure.Revisions.Find(revision => revision.Name == options["--revision"]) is { } shown
                    ? new JsonObject { ["properties"] = new JsonObject { ["runningState"] = shown.RunningState } }
                    : RefuseWith("The revision was not found.");
            case "containerapp revision list":
                return new JsonArray([.. azure.Revisions
                    .Where((revision, i) => options.ContainsKey("--all") || i == azure.Revisions.Count - 1)
                    .Select((revision, i) => new JsonObject
                    {
                        ["name"] = revision.Name,
                        ["properties"] = new JsonObject
                        {
                            ["createdTime"] = $"2026-11-2{i}T00:00:00+00:00",
                            ["template"] = Template(revision.Image),
                        },
                    })]);
            case "containerapp function keys list" when azure.RevisionsMode != "Single" && !options.ContainsKey("--revision"):
                return RefuseWith("Revision name is required when active revision mode is not 'single'.");
            case "containerapp function keys list":
                var key = options["--key-type"] switch
                {
                    "hostKey" => ("default", FakeAzure.HostKey),
                    "systemKey" => ("blobs_extension", FakeAzure.EventsKey),
                    _ => default,
                };
                return key == default ? RefuseWith("--key-type: invalid choice") : new JsonObject
                {
                    ["value"] = new JsonObject
                    {
                        ["keys"] = new JsonArray(
                    new JsonObject { ["name"] = key.Item1, ["value"] = key.Item2 })
                    }
                };
            case "eventgrid system-topic event-subscription create":
                azure.EventEndpoint = options["--endpoint"];
                return new JsonObject();
            case "storage blob upload" when options.GetValueOrDefault("--auth-mode") != "login":
                return RefuseWith("Key based authentication is not permitted on this storage account.");
            case "storage blob upload":
                return new JsonObject { ["etag"] = $"\"{azure.Upload(options["--name"], options["--file"])}\"" };
            default:
                return new JsonObject();
        }
    }

    private JsonNode? RefuseWith(string message)
    {
        refusal = message;
        return null;
    }

    private static JsonObject Template(string image) => new() { ["containers"] = new JsonArray(new JsonObject { ["image"] = image }) };

    private static ToolResult Print(JsonNode answer, Dictionary<string, string> options)
    {
        if (options.GetValueOrDefault("--output") is not "tsv")
            return new ToolResult(0, options.GetValueOrDefault("--output") == "none" ? "" : answer.ToJsonString(), "");

        var found = JsonNode.Parse(new JmesPath().Transform(answer.ToJsonString(), options["--query"]));
        var lines = found is JsonArray list ? list.Select(Text) : found is null ? [] : [Text(found)];
        return new ToolResult(0, string.Concat(lines.Select(line => line + "\n")), "");

        static string Text(JsonNode? value) => value is null ? "None" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    private static ToolResult Refuse(string message) => new(2, "", $"ERROR: {message}\n");
}
