using System.Text.Json.Nodes;
using VoicePrep.Storage;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

public sealed class MainTemplateTests : IAsyncLifetime
{
    private JsonObject template = null!;
    private IReadOnlyList<JsonObject> resources = null!;

    public async Task InitializeAsync()
    {
        template = await Bicep.CompileAsync("main");
        resources = [.. Bicep.Resources(template)];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // Published by Microsoft: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    [Theory]
    [InlineData("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "storageAccounts'")] // Storage Blob Data Owner
    [InlineData("974c5e8b-45b9-4653-ba55-5f855dd0fb88", "storageAccounts'")] // Storage Queue Data Contributor
    [InlineData("0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "storageAccounts'")] // Storage Table Data Contributor
    [InlineData("7f951dda-4ed3-4680-a7ca-43fe172d538d", "registries'")] // AcrPull
    [InlineData("0ad04412-c4d5-4796-b79c-f76d14c8d402", "schedulers/taskHubs'")] // Durable Task Data Contributor
    [InlineData("3913510d-42f4-4e42-8a64-420c390055eb", "components'")] // Monitoring Metrics Publisher
    public void Roles_OfTheApp_AreThoseThatItNeedsWhereItNeedsThem(string role, string scope)
    {
        var assignments = Assignments("appAccess");

        Assert.Equal(4, assignments.Count); // the three of storage are one, in a loop
        var assignment = Assert.Single(assignments, assignment => assignment.Scope.Contains(scope, StringComparison.Ordinal));
        Assert.Contains(role, assignment.Roles, StringComparison.Ordinal);
        Assert.All(assignments, each => Assert.Equal("ServicePrincipal", each.PrincipalType));
    }

    [Fact]
    public void Roles_OfTheDeployer_AreOnContainersAndTaskHubAlone()
    {
        var assignments = Assignments("deployerAccess");

        Assert.Equal(
            "[deployer().objectId]",
            (string?)template["resources"]!["deployerAccess"]!["properties"]!["parameters"]!["principalId"]!["value"]);
        Assert.Equal(2, assignments.Count);
        var containers = Assert.Single(
            assignments, assignment => assignment.Scope.Contains("blobServices/containers'", StringComparison.Ordinal));
        // Storage Blob Data Contributor
        Assert.Contains("ba92f5b4-2d11-453d-a403-e96b0029c9fe", containers.Roles, StringComparison.Ordinal);
        Assert.Contains(
            "createArray(variables('blobContainers').clips, variables('blobContainers').voices)",
            containers.Scope,
            StringComparison.Ordinal);
        Assert.Single(assignments, assignment => assignment.Scope.Contains("schedulers/taskHubs'", StringComparison.Ordinal));
        // A person or a pipeline.
        Assert.All(assignments, each => Assert.Null(each.PrincipalType));
    }

    [Fact]
    public void TaskHub_OfTheScheduler_IsOneAndThatOfHostJson()
    {
        var hub = resources.Single("Microsoft.DurableTask/schedulers/taskHubs");
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;

        Assert.Contains("parameters('name').taskHub", (string?)hub["name"], StringComparison.Ordinal);
        Assert.Contains(
            $"\"taskHub\":\"{host["extensions"]!["durableTask"]!["hubName"]}\"", template.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Locations_OfTheTemplate_AreAFewAndTheDefaultIsOneOfThem()
    {
        var location = template["parameters"]!["location"]!;
        var allowed = location["allowedValues"]!.AsArray().Select(value => (string)value!).ToList();

        Assert.Contains((string)location["metadata"]!["azd"]!["default"]!, allowed);
        Assert.InRange(allowed.Count, 2, 10);
        // azd asks for it only where it has no default.
        Assert.Null(location["defaultValue"]);
    }

    [Fact]
    public void Parameters_OfTheTemplate_CanAllBeSetByTheEnvironment()
    {
        var file = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.parameters.json")))!["parameters"]!.AsObject();

        Assert.Equal(
            template["parameters"]!.AsObject().Select(parameter => parameter.Key).Order(),
            file.Select(parameter => parameter.Key).Order());
        Assert.All(file, parameter => Assert.Matches(@"^\$\{(AZURE|VOICEPREP)_[A-Z_]+\}$", (string)parameter.Value!["value"]!));
    }

    [Fact]
    public void Template_Anywhere_AsksForNoSecret()
    {
        var text = template.ToJsonString();

        Assert.DoesNotContain("listKeys", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listCredentials", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sharedKey\"", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("securestring", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Storage_Account_IsClosedToKeysAndThePublic()
    {
        var properties = resources.Single("Microsoft.Storage/storageAccounts")["properties"]!;

        Assert.False((bool)properties["allowBlobPublicAccess"]!);
        Assert.False((bool)properties["allowSharedKeyAccess"]!);
        Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)properties["minimumTlsVersion"]);
    }

    [Fact]
    public void Storage_Blobs_CanBeRestored()
    {
        var properties = resources.Single("Microsoft.Storage/storageAccounts/blobServices")["properties"]!;

        Assert.True((bool)properties["deleteRetentionPolicy"]!["enabled"]!);
        Assert.True((bool)properties["containerDeleteRetentionPolicy"]!["enabled"]!);
    }

    [Fact]
    public void Storage_Containers_AreThoseOfTheApp()
    {
        var text = template.ToJsonString();

        Assert.All(
            new[] { BlobNames.Clips, BlobNames.Voices, BlobNames.Work },
            container => Assert.Contains($"\"{container}\":\"{container}\"", text, StringComparison.Ordinal));
        Assert.Equal(
            "None", (string?)resources.Single("Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]);
    }

    [Fact]
    public void LifeCycle_Rules_EmptyWorkAndOthersOnlyIfAskedTo()
    {
        var policy = resources.Single(
            "Microsoft.Storage/storageAccounts/managementPolicies")["properties"]!["policy"]!["rules"]!.ToJsonString();
        var keepDays = template["resources"]!["storage"]!["properties"]!["template"]!["variables"]!["keepDays"]!;

        Assert.Contains("greater(lambdaVariables(", policy, StringComparison.Ordinal);
        Assert.Equal(1, (int)keepDays["work"]!);
        Assert.Equal("[parameters('keepClipsDays')]", (string?)keepDays["clips"]);
        Assert.Equal("[parameters('keepVoicesDays')]", (string?)keepDays["voices"]);
        Assert.Equal(0, (int)template["parameters"]!["keepClipsDays"]!["defaultValue"]!);
        Assert.Equal(0, (int)template["parameters"]!["keepVoicesDays"]!["defaultValue"]!);
    }

    [Fact]
    public void Environment_Gpu_IsT4UnlessA100IsAskedFor()
    {
        Assert.Equal("T4", (string?)template["parameters"]!["gpu"]!["defaultValue"]);
        var text = template.ToJsonString();
        Assert.Contains("Consumption-GPU-NC8as-T4", text, StringComparison.Ordinal);
        Assert.Contains("Consumption-GPU-NC24-A100", text, StringComparison.Ordinal);
        var profiles = resources.Single("Microsoft.App/managedEnvironments")["properties"]!["workloadProfiles"]!.AsArray();
        Assert.Equal(2, profiles.Count);
    }

    [Fact]
    public void Registry_Accounts_AreIdentitiesOnly()
    {
        var properties = resources.Single("Microsoft.ContainerRegistry/registries")["properties"]!;

        Assert.False((bool)properties["adminUserEnabled"]!);
        Assert.False((bool)properties["anonymousPullEnabled"]!);
        Assert.Equal("Standard", (string?)template["parameters"]!["registrySku"]!["defaultValue"]);
    }

    [Fact]
    public void Outputs_ForAzdAndTheHooks_AreThoseTheyRead()
    {
        var outputs = template["outputs"]!.AsObject().Select(output => output.Key);

        Assert.Equal(["AZURE_CONTAINER_REGISTRY_ENDPOINT", "VOICEPREP_EVENT_TOPIC", "VOICEPREP_STORAGE_ACCOUNT"], outputs);
    }

    [Fact]
    public void Names_OfResources_ComeFromOnePlace()
    {
        // A literal is a second source for a name, except where it names a part of another resource.
        var literals = resources.Select(resource => (string)resource["name"]!).Where(name => !name.StartsWith('['));

        Assert.Equal(["to-log-analytics"], literals);
    }

    private List<(string Scope, string Roles, string? PrincipalType)> Assignments(string module) =>
    [
        .. Bicep.Resources(template["resources"]![module]!["properties"]!["template"]!.AsObject())
            .Where(resource => (string?)resource["type"] == "Microsoft.Authorization/roleAssignments")
            .Select(resource => (
                (string)resource["scope"]! + resource["copy"]?["count"] + Variables(module)["containers"],
                (string)resource["properties"]!["roleDefinitionId"]! + Variables(module).ToJsonString(),
                (string?)resource["properties"]!["principalType"])),
    ];

    private JsonObject Variables(string module) => template["resources"]![module]!["properties"]!["template"]!["variables"]!.AsObject();
}
