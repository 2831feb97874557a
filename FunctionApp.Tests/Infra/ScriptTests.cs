using VoicePrep.Testing;


namespace VoicePrep.Tests.Infra;

public sealed class ScriptTests : IDisposable
{
    private readonly StubbedCommands stubs = new();

    public void Dispose() => stubs.Dispose();

    [Fact]
    public async Task Scripts_All_PassShellcheck()
    {
        string[] scripts = [.. Directory.GetFiles(Path.Combine(Repository.Root, "infra"), "*.sh", SearchOption.AllDirectories), .. Directory.GetFiles(Repository.Root, "*.sh")];

        var result = await Tool.RunAsync("shellcheck", ["--external-sources", .. scripts]);

        Assert.True(result.ExitCode == 0, result.Output);
    }

    [Fact]
    public async Task CheckImage_BuiltApp_HasItsPartsAndPreparesAClipWithoutRoot()
    {
        var result = await Tool.RunAsync(Path.Combine(Repository.Root, "infra", "check-image.sh"), [AppContext.BaseDirectory], ("VOICEPREP_CACHE", Repository.Cache));

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("Completed: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_DryRun_PrintsEachStageAndRunsNothing()
    {
        var result = await RunAsync("infra/rollout.sh", "--dry-run", "--image", "registry.azurecr.io/voiceprep:2");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Empty(stubs.Calls("az"));
        Assert.Equal(["10", "50", "100"], TrafficOfNew(result.Errors));
        Assert.Equal(3, Count(result.Errors, "+ az monitor app-insights query"));
        Assert.Contains("revision deactivate", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_GatePassed_MovesTheTrafficAndDrainsTheOldRevision()
    {
        stubs.Add("az", AzDuringRollout("100\n12.5\n0"));

        var result = await RunAsync("infra/rollout.sh", "--image", "registry.azurecr.io/voiceprep:2", "--stages", "10,100", "--minutes", "0");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(["voiceprep--new=10", "voiceprep--new=100"], stubs.Calls("az").Where(call => call.Contains("traffic set", StringComparison.Ordinal)).Select(call => call.Split(' ').Single(word => word.StartsWith("voiceprep--new=", StringComparison.Ordinal))));
        Assert.Contains(stubs.Calls("az"), call => call.Contains("revision deactivate", StringComparison.Ordinal) && call.Contains("voiceprep--old", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("100\n31\n0")] // too slow
    [InlineData("100\n12\n2")] // too many failures
    [InlineData("5\n12\n0")] // too few clips to judge
    [InlineData("0\nNone\nNone")] // none at all
    public async Task Rollout_GateClosed_ReturnsToTheStableRevision(string measured)
    {
        stubs.Add("az", AzDuringRollout(measured));

        var result = await RunAsync("infra/rollout.sh", "--image", "registry.azurecr.io/voiceprep:2", "--minutes", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("All traffic is back on voiceprep--old", result.Errors, StringComparison.Ordinal);
        Assert.Contains("voiceprep--old=100 voiceprep--new=0", stubs.Calls("az").Last(call => call.Contains("traffic set", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(stubs.Calls("az"), call => call.Contains("voiceprep--new=50", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rollback_DryRun_ChecksTheImageAndDeploysTheOldSettings()
    {
        var result = await RunAsync("infra/rollback.sh", "--dry-run");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Empty(stubs.Calls("az"));
        Assert.Contains("/manifests/TAG", result.Errors, StringComparison.Ordinal);
        Assert.Contains("azd env set WHISPER_COMPUTE_TYPE float32", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["100"], TrafficOfNew(result.Errors));
    }

    [Fact]
    public async Task Rollback_ModelNotInTheImage_FailsBeforeItDeploys()
    {
        stubs.Add("az", """
            case "$*" in
              *"revision list"*) echo voiceprep--old ;;
              *"revision show"*) echo registry.azurecr.io/voiceprep:1 ;;
              *"acr login"*) echo REFRESH ;;
            esac
            """);
        stubs.Add("curl", """
            case "$*" in
              */oauth2/token*) echo '{"access_token":"ACCESS"}' ;;
              */manifests/*) echo '{"config":{"digest":"sha256:1"}}' ;;
              */blobs/*) echo '{"config":{"Labels":{"voiceprep.models":"base/float16"}}}' ;;
            esac
            """);

        var result = await RunAsync("infra/rollback.sh");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("has the models 'base/float16' and not large-v2/float32", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(stubs.Calls("az"), call => call.Contains("deployment group create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rollback_ToRevision_ActivatesItBeforeItMovesTheTraffic()
    {
        var result = await RunAsync("infra/rollback.sh", "--revision", "voiceprep--before", "--dry-run");

        Assert.True(result.ExitCode == 0, result.Errors);
        var activate = result.Errors.IndexOf("revision activate", StringComparison.Ordinal);
        var traffic = result.Errors.IndexOf("traffic set", StringComparison.Ordinal);
        Assert.InRange(activate, 0, traffic);
        Assert.Contains("voiceprep--before=100", result.Errors, StringComparison.Ordinal);
    }

    private static string AzDuringRollout(string measured) => $$"""
        case "$*" in
          *"revision list"*"reverse"*) echo voiceprep--old ;;
          *"revision list"*) echo voiceprep--old ;;
          *"deployment group create"*) echo voiceprep--new ;;
          *"revision show"*) echo revision.example ;;
          *"app-insights query"*) printf '{{measured.Replace("\n", "\\n", StringComparison.Ordinal)}}\n' ;;
        esac
        """;

    private Task<ToolResult> RunAsync(string script, params string[] arguments) =>
        Tool.RunAsync(Path.Combine(Repository.Root, script), arguments, ("PATH", stubs.Path), ("AZURE_RESOURCE_GROUP", "group"), ("VOICEPREP_PAUSE_SECONDS", "0"));

    private static IEnumerable<string> TrafficOfNew(string printed) => printed.Split('\n')
        .Where(line => line.StartsWith("+ az containerapp ingress traffic set", StringComparison.Ordinal))
        .Select(line => line.Split("--NEW=")[1].Split(' ')[0]);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
