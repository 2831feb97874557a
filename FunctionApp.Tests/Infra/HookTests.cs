using VoicePrep.Testing;


namespace VoicePrep.Tests.Infra;

public sealed class HookTests : IDisposable
{
    private readonly StubbedCommands stubs = new();

    public void Dispose() => stubs.Dispose();

    [Fact]
    public async Task Preprovision_RegionAndQuota_Passes()
    {
        StubAz("Consumption-GPU-NC8as-T4", "ManagedEnvironmentConsumptionT4Gpus\t4\t1");

        var result = await PreprovisionAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("3 GPU(s) of the quota are free", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprovision_RegionWithoutTheGpu_NamesOthers()
    {
        StubAz("Consumption", "ManagedEnvironmentConsumptionT4Gpus\t4\t0");

        var result = await PreprovisionAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("azd env set AZURE_LOCATION", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprovision_NoQuota_SaysWhatToAskFor()
    {
        StubAz("Consumption-GPU-NC8as-T4", "ManagedEnvironmentConsumptionT4Gpus\t1\t1");

        var result = await PreprovisionAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Managed Environment Consumption T4 Gpus", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postdeploy_HealthyApp_SubscribesToEventsAndPreparesTheSample()
    {
        stubs.Add("az", """
            case "$*" in
              *"keys list"*systemKey*) echo SYSTEM ;;
              *"keys list"*hostKey*) echo HOST ;;
            esac
            """);
        StubService("completed");

        var result = await PostdeployAsync();

        Assert.True(result.ExitCode == 0, result.Errors);
        var subscription = Assert.Single(stubs.Calls("az"), call => call.Contains("event-subscription create", StringComparison.Ordinal));
        Assert.Contains("functionName=Host.Functions.ClipUploadedEvent&code=SYSTEM", subscription, StringComparison.Ordinal);
        Assert.Contains("Completed: https://voiceprep.example/api/voices/", result.Output, StringComparison.Ordinal);
        Assert.Contains(stubs.Calls("curl"), call => call.Contains("x-functions-key: HOST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Postdeploy_SampleNotPrepared_Fails()
    {
        StubService("failed");

        var result = await PostdeployAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("was not prepared", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postdeploy_AppNeverHealthy_NamesTheLogs()
    {
        stubs.Add("curl", "exit 22");

        var result = await PostdeployAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("az containerapp logs show", result.Errors, StringComparison.Ordinal);
    }

    private void StubAz(string profiles, string usages) => stubs.Add("az", $$"""
        case "$*" in
          *list-supported*) echo '{{profiles}}' ;;
          *usages*) printf '{{usages}}\n' ;;
        esac
        """);

    private void StubService(string status) => stubs.Add("curl", $$"""
        answer="{\"id\":\"0123456789abcdef0123456789abcdef\",\"status\":\"{{status}}\"}"
        case "$*" in
          *"--data-binary"*) answer=$(printf 'HTTP/1.1 202 Accepted\r\nLocation: /api/voices/0123456789abcdef0123456789abcdef\r\n') ;;
        esac
        while [ $# -gt 1 ]; do
          [ "$1" != --output ] || echo "$answer" > "$2"
          shift
        done
        """);

    private Task<ToolResult> PreprovisionAsync() => Tool.RunAsync(
        Path.Combine(Repository.Root, "infra/hooks/preprovision.sh"), [], ("PATH", stubs.Path), ("AZURE_LOCATION", "swedencentral"), ("AZURE_SUBSCRIPTION_ID", "subscription"));

    private Task<ToolResult> PostdeployAsync() => Tool.RunAsync(
        Path.Combine(Repository.Root, "infra/hooks/postdeploy.sh"),
        [],
        ("PATH", stubs.Path),
        ("AZURE_RESOURCE_GROUP", "group"),
        ("SERVICE_APP_NAME", "voiceprep"),
        ("SERVICE_APP_ENDPOINT", "https://voiceprep.example"),
        ("VOICEPREP_EVENT_TOPIC", "voiceprep-clips"),
        ("VOICEPREP_PATIENCE_SECONDS", "1"),
        ("VOICEPREP_PAUSE_SECONDS", "1"));
}
