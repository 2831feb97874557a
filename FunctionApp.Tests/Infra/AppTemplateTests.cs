using System.Text.Json.Nodes;
using VoicePrep.Models;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

public sealed class AppTemplateTests : IAsyncLifetime
{
    private JsonObject template = null!;
    private JsonObject app = null!;

    public async Task InitializeAsync()
    {
        template = await Bicep.CompileAsync("app");
        app = Bicep.Resources(template).Single("Microsoft.App/containerApps");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void App_Kind_IsAFunctionAppOnTheGpuProfile()
    {
        Assert.Equal("functionapp", (string?)app["kind"]);
        Assert.Equal("[variables('gpuProfile')]", (string?)app["properties"]!["workloadProfileName"]);
    }

    [Fact]
    public void App_Scale_KeepsOneReplicaAndHasNoRules()
    {
        var scale = app["properties"]!["template"]!["scale"]!.AsObject();

        Assert.Equal(1, (int)template["parameters"]!["minReplicas"]!["defaultValue"]!);
        Assert.False(scale.ContainsKey("rules"), "The platform refuses rules for this kind.");
    }

    [Fact]
    public void App_Probes_AskTheHealthThatFitsEach()
    {
        var probes = Container()["probes"]!.AsArray().ToDictionary(probe => (string)probe!["type"]!, probe => probe!);

        Assert.Equal("/api/health", (string?)probes["Startup"]["httpGet"]!["path"]);
        Assert.Equal("/api/health", (string?)probes["Readiness"]["httpGet"]!["path"]);
        Assert.Equal("/api/health/live", (string?)probes["Liveness"]["httpGet"]!["path"]);
        // Loading the model and compiling its kernels takes minutes on a new replica; ten failures are the platform's limit.
        Assert.InRange((int)probes["Startup"]["failureThreshold"]!, 1, 10);
        Assert.True((int)probes["Startup"]["failureThreshold"]! * (int)probes["Startup"]["periodSeconds"]! >= 300);
        Assert.All(
            probes.Values,
            probe => Assert.Equal((int)app["properties"]!["configuration"]!["ingress"]!["targetPort"]!, (int)probe["httpGet"]!["port"]!));
    }

    [Fact]
    public void App_Settings_NameIdentitiesAndNoSecret()
    {
        var settings = (string)Container()["env"]!;

        Assert.Contains("'AzureWebJobsStorage__credential', 'managedidentity'", settings, StringComparison.Ordinal);
        Assert.Contains("Authentication=ManagedIdentity", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("AccountKey", settings, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secretRef", app.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.False(app["properties"]!["configuration"]!.AsObject().ContainsKey("secrets"));
        Assert.DoesNotContain("listKeys", template.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void App_Settings_ChooseTheSchedulerAndEventGrid()
    {
        var settings = (string)Container()["env"]!;

        Assert.Contains(
            "'AzureFunctionsJobHost__extensions__durableTask__storageProvider__type', 'azureManaged'", settings, StringComparison.Ordinal);
        Assert.Contains("'AzureWebJobs__ClipUploaded__Disabled', 'true'", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("ClipUploadedEvent", settings, StringComparison.Ordinal);
        Assert.Contains("'Whisper__Device', 'cuda'", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void Revisions_OfTheApp_AreOneAtATimeAndNamedByThePlatform()
    {
        var properties = app["properties"]!;

        Assert.Equal("Single", (string?)properties["configuration"]!["activeRevisionsMode"]);
        // A name made from image and settings would be that of an inactive revision after a way back, and be refused.
        Assert.Null(properties["template"]!["revisionSuffix"]);
        Assert.Null(properties["configuration"]!["ingress"]!["traffic"]);
        Assert.True((int)properties["template"]!["terminationGracePeriodSeconds"]! >= 60);
        Assert.DoesNotContain(
            Bicep.Resources(template), resource => (string?)resource["type"] == "Microsoft.DurableTask/schedulers/taskHubs");
        Assert.Equal("[reference('app').latestRevisionName]", (string?)template["outputs"]!["SERVICE_APP_REVISION"]!["value"]);
    }

    [Fact]
    public void HostId_OfTheApp_IsTheSameForAllReplicas() =>
        Assert.Contains(
            "'AzureFunctionsWebHost__hostid', variables('name').app",
            (string)template["variables"]!.ToJsonString() + Container()["env"],
            StringComparison.Ordinal);

    [Fact]
    public void Identity_ForTheScalers_CanBeTheAppsOwnWithTheSameRoles()
    {
        Assert.Equal("UserAssigned", (string?)template["parameters"]!["identityType"]!["defaultValue"]);
        Assert.Equal("[if(variables('ownIdentity'), 'SystemAssigned,UserAssigned', 'UserAssigned')]", (string?)app["identity"]!["type"]);
        var access = template["resources"]!["access"]!;
        Assert.Equal("[variables('ownIdentity')]", (string?)access["condition"]);
        Assert.Contains(
            "reference('app', '2025-07-01', 'full').identity",
            (string?)access["properties"]!["parameters"]!["principalId"]!["value"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Model_NotInTheImage_IsRefusedBeforeItIsDeployed() =>
        Assert.Contains(
            "if(contains(split(parameters('models'), ','), variables('profile')), parameters('whisperModel'), fail(",
            (string?)template["variables"]!["model"],
            StringComparison.Ordinal);

    [Fact]
    public void ComputeTypes_OfTheParameter_AreThoseOfTheApp()
    {
        var allowed = template["parameters"]!["whisperComputeType"]!["allowedValues"]!.AsArray().Select(value => (string)value!);

        Assert.Equal(Enum.GetNames<ComputeType>().Select(name => name.ToLowerInvariant()), allowed);
    }

    [Fact]
    public void Port_OfIngress_IsThatOfTheImage()
    {
        var port = (int)app["properties"]!["configuration"]!["ingress"]!["targetPort"]!;

        Assert.Contains($"\nEXPOSE {port}\n", File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")), StringComparison.Ordinal);
    }

    private JsonNode Container() => Assert.Single(app["properties"]!["template"]!["containers"]!.AsArray())!;
}
