using System.Text.Json.Nodes;
using VoicePrep.Storage;

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

    [Fact]
    public void Roles_OfTheApp_AreTheFiveItNeeds()
    {
        // Published by Microsoft: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
        string[] expected =
        [
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
            "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
            "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
            "0ad04412-c4d5-4796-b79c-f76d14c8d402", // Durable Task Data Contributor
        ];
        var text = template.ToJsonString();
        var assignments = resources.Where(resource => (string?)resource["type"] == "Microsoft.Authorization/roleAssignments").ToList();

        Assert.All(expected, role => Assert.Contains(role, text, StringComparison.Ordinal));
        Assert.Equal(3, assignments.Count);
        Assert.All(assignments, assignment =>
        {
            Assert.Equal("ServicePrincipal", (string?)assignment["properties"]!["principalType"]);
            Assert.NotNull(assignment["scope"]);
        });
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
        Assert.Equal("None", (string?)resources.Single("Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]);
    }

    [Fact]
    public void LifeCycle_Rule_EmptiesOnlyWorkAfterADay()
    {
        var rules = resources.Single("Microsoft.Storage/storageAccounts/managementPolicies")["properties"]!["policy"]!["rules"]!.AsArray();
        var definition = Assert.Single(rules)!["definition"]!;

        Assert.Contains("blobContainers').work", (string?)Assert.Single(definition["filters"]!["prefixMatch"]!.AsArray()), StringComparison.Ordinal);
        Assert.Equal(1, (int)definition["actions"]!["baseBlob"]!["delete"]!["daysAfterModificationGreaterThan"]!);
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
    }

    [Fact]
    public void Outputs_ForAzd_NameEndpointClipsAndKey()
    {
        var outputs = template["outputs"]!.AsObject().Select(output => output.Key);

        Assert.Superset(
            new HashSet<string> { "AZURE_CONTAINER_REGISTRY_ENDPOINT", "VOICEPREP_ENDPOINT", "VOICEPREP_CLIPS_URL", "VOICEPREP_HOW_TO_GET_THE_KEY", "VOICEPREP_EVENT_TOPIC" },
            outputs.ToHashSet());
    }

    [Fact]
    public void Names_OfResources_ComeFromOnePlace()
    {
        // A literal is a second source for a name, except where it names a part of another resource.
        var literals = resources.Select(resource => (string)resource["name"]!).Where(name => !name.StartsWith('['));

        Assert.Equal(["to-log-analytics"], literals);
    }
}
