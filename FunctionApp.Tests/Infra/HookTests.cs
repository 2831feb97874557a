namespace VoicePrep.Tests.Infra;

public sealed class HookTests : IAsyncLifetime
{
    private FakeAzure azure = null!;

    public async Task InitializeAsync() => azure = await FakeAzure.StartAsync();

    public Task DisposeAsync() => azure.DisposeAsync().AsTask();

    [Fact]
    public async Task Preprovision_FreshSubscriptionWithQuota_RegistersTheProviderAndPasses()
    {
        var result = await PreprovisionAsync();

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("1 of 4 GPU(s)", result.Output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.App", azure.Registered);
        Assert.DoesNotContain("With one GPU", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprovision_CliKnowsAnotherSubscriptionOnly_SaysHowToLogIn()
    {
        azure.Subscription = "other";

        var result = await PreprovisionAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("auth.useAzCliAuth true", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "The subscription may use no such GPU in swedencentral.")]
    [InlineData(2, 2, "All GPUs of the quota in swedencentral (2) are in use")]
    public async Task Preprovision_NoFreeGpu_NamesTheQuotaAsThePortalDoes(double limit, double used, string says)
    {
        azure.Quotas["SubscriptionConsumptionT4Gpus"] = (limit, used);

        var result = await PreprovisionAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(says, result.Errors, StringComparison.Ordinal);
        Assert.Contains("'Subscription Consumption T 4 Gpus'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprovision_RegionWithoutTheGpu_SaysToTakeAnother()
    {
        var result = await PreprovisionAsync(("VOICEPREP_GPU", "A100"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("azd env set AZURE_LOCATION", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'Subscription Consumption NCA 100 Gpus'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprovision_SecondTimeWithTheOnlyGpuInUseByTheApp_PassesAndSaysWhatItMeans()
    {
        azure.Quotas["SubscriptionConsumptionT4Gpus"] = (1, 1);

        var result = await PreprovisionAsync(("SERVICE_APP_NAME", "voiceprep"));

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("an update needs a second one", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Single")]
    [InlineData("Multiple")]
    public async Task Postdeploy_NewRevisionReady_SubscribesToEventsAndPreparesTheSampleBothWays(string mode)
    {
        azure.RevisionsMode = mode;

        var result = await PostdeployAsync();

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.StartsWith("smoke-", Assert.Single(azure.UploadedBlobs), StringComparison.Ordinal);
        Assert.Equal(2, azure.Voices);
        Assert.Contains(
            "az storage blob upload --auth-mode login --account-name account --container-name clips",
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postdeploy_EventsDoNotArrive_Fails()
    {
        azure.DeliversEvents = false;

        var result = await PostdeployAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the blob smoke-", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postdeploy_SampleNotPrepared_Fails()
    {
        azure.Outcome = "failed";

        var result = await PostdeployAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("was not prepared", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ActivationFailed", "failed to start")]
    [InlineData("Activating", "is not ready after 2 s")]
    public async Task Postdeploy_OnlyTheOldRevisionServes_FailsAndNamesTheLogsOfTheNewOne(string state, string says)
    {
        azure.LatestReady = "voiceprep--old";
        azure.Revisions[^1] = azure.Revisions[^1] with { RunningState = state };

        var result = await PostdeployAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"voiceprep--new {says}", result.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "az containerapp logs show --resource-group group --name voiceprep --subscription subscription --revision voiceprep--new",
            result.Errors,
            StringComparison.Ordinal);
        Assert.Equal(0, azure.Voices);
    }

    private Task<ToolResult> PreprovisionAsync(params (string, string)[] changes) =>
        azure.RunAsync(
            "infra/hooks/preprovision.sh",
            [],
            [("AZURE_LOCATION", "swedencentral"), ("AZURE_SUBSCRIPTION_ID", "subscription"), .. changes]);

    private Task<ToolResult> PostdeployAsync() =>
        azure.RunAsync("infra/hooks/postdeploy.sh", [], [.. azure.OutputsOfADeployment(), ("VOICEPREP_PAUSE_SECONDS", "1")]);
}
