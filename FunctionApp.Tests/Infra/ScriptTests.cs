using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

public sealed class ScriptTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private FakeAzure azure = null!;

    public async Task InitializeAsync() => azure = await FakeAzure.StartAsync();

    public async Task DisposeAsync()
    {
        await azure.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Scripts_All_PassShellcheck()
    {
        var scripts = (await Tool.ListFilesAsync()).Where(file => IsScript(Path.Combine(Repository.Root, file))).ToList();

        var result = await Tool.RunAsync("shellcheck", scripts);

        Assert.Contains("bench/chaos", scripts);
        Assert.Contains("setup.sh", scripts);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    [Fact]
    public async Task Smoke_FolderOfRecordings_ReportsHowLongTheyTook()
    {
        var result = await azure.RunAsync(
            "infra/smoke.sh", [azure.Endpoint, "--clips", Recordings(3)], ("VOICEPREP_KEY", FakeAzure.HostKey));

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("3 prepared; 95 % within", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smoke_SlowerThanTheLimit_Fails()
    {
        var result = await azure.RunAsync(
            "infra/smoke.sh",
            [azure.Endpoint, "--clips", Recordings(3)],
            ("VOICEPREP_KEY", FakeAzure.HostKey),
            ("VOICEPREP_P95_SECONDS", "-1"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("3 prepared; 95 % within", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rejected", FakeAzure.HostKey, "was not prepared: {\"id\"")]
    [InlineData("completed", "WRONG", "did not answer with a location: HTTP/1.1 401")]
    public async Task Smoke_RecordingsNotPrepared_CountsThemAndFails(string outcome, string key, string says)
    {
        azure.Outcome = outcome;

        var result = await azure.RunAsync("infra/smoke.sh", [azure.Endpoint, "--clips", Recordings(2)], ("VOICEPREP_KEY", key));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(says, result.Errors, StringComparison.Ordinal);
        Assert.Contains("2 recording(s) were not prepared.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smoke_EmptyFolder_Fails()
    {
        var result = await azure.RunAsync("infra/smoke.sh", [azure.Endpoint, "--clips", Recordings(0)]);

        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Rollback_WithoutYes_SaysWhatItWouldDoAndDoesNothing()
    {
        var result = await azure.RunAsync("infra/rollback.sh", ["model"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains(
            "azd env set WHISPER_MODEL large-v2; azd env set WHISPER_COMPUTE_TYPE float32", result.Output, StringComparison.Ordinal);
        Assert.Contains("azd deploy app --from-package r.azurecr.io/app:2", result.Output, StringComparison.Ordinal);
        Assert.Null(azure.Deployed);
        Assert.DoesNotContain("WHISPER_MODEL", azure.Environment.Keys);
    }

    [Theory]
    [InlineData("large-v2", "float32", "model", "--yes")]
    [InlineData("large-v2", "int5", "model", "large-v2/int5", "--yes")]
    public async Task Rollback_ToModel_ChangesTwoSettingsAndMakesNoImage(string model, string computeType, params string[] arguments)
    {
        var result = await azure.RunAsync("infra/rollback.sh", arguments);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(model, azure.Environment["WHISPER_MODEL"]);
        Assert.Equal(computeType, azure.Environment["WHISPER_COMPUTE_TYPE"]);
        Assert.Equal("r.azurecr.io/app:2", azure.Deployed);
    }

    [Fact]
    public async Task Rollback_ToImage_DeploysTheOneBefore()
    {
        azure.Revisions.Insert(0, new FakeRevision("voiceprep--older", "r.azurecr.io/app:0"));
        azure.Revisions.Add(new FakeRevision("voiceprep--settings", "r.azurecr.io/app:2"));

        var result = await azure.RunAsync("infra/rollback.sh", ["image", "--yes"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal("r.azurecr.io/app:1", azure.Deployed);
        Assert.DoesNotContain("WHISPER_MODEL", azure.Environment.Keys);
    }

    [Fact]
    public async Task Rollback_ToImageWhenThereIsOnlyOne_Fails()
    {
        azure.Revisions.RemoveAt(0);

        var result = await azure.RunAsync("infra/rollback.sh", ["image", "--yes"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no revision with another image", result.Errors, StringComparison.Ordinal);
        Assert.Null(azure.Deployed);
    }

    private static bool IsScript(string file) =>
        File.ReadLines(file, System.Text.Encoding.Latin1).FirstOrDefault() is "#!/usr/bin/env bash" or "#!/bin/sh" or "#!/bin/bash";

    private string Recordings(int count)
    {
        Directory.CreateDirectory(folder.File("clips"));
        for (var i = 0; i < count; i++)
        {
            File.Copy(Path.Combine(Repository.Root, "models", "demo", "sample.wav"), folder.File($"clips/voice {i}.wav"));
            File.WriteAllText(folder.File($"clips/voice {i}.txt"), "what is said in it");
        }

        return folder.File("clips");
    }
}
