using System.Net;
using VoicePrep.LocalHost.Tests.Support;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Hosting;

public sealed class SettingsTests : IAsyncLifetime
{
    private readonly TestBed bed = new();

    public Task InitializeAsync() => bed.InitializeAsync();

    public Task DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Settings_OfTheAppsFolder_HoldUnlessTheEnvironmentSaysOtherwise()
    {
        using var folder = new TempFolder();
        await TestProcess.RunAsync("cp", "-r", TestHost.AppFolder + "/.", folder.Path);
        await File.WriteAllTextAsync(
            folder.File("local.settings.json"),
            """
            {
              "IsEncrypted": false,
              "Values": {
                "AzureWebJobs.Keyed.Disabled": "true",
                "AzureWebJobs__Worker__Disabled": "true",
                "AzureWebJobs__OnBlob__Disabled": "true"
              }
            }
            """);
        var hostJson = await File.ReadAllTextAsync(folder.File("host.json"));
        await File.WriteAllTextAsync(
            folder.File("host.json"),
            hostJson.Replace("\"routePrefix\": \"api\"", "\"routePrefix\": \"other\"", StringComparison.Ordinal));
        await bed.Storage.Blobs.CreateBlobContainerAsync("inbox");
        await bed.Storage.Blobs.GetBlobContainerClient("inbox").UploadBlobAsync("a.wav", new BinaryData("1"));
        using var host = TestHost.Launch(bed, folder.Path, settings: ("AzureWebJobs__Worker__Disabled", "false"));
        await host.ListensAsync();
        using var disabled = await host.Http.GetAsync("other/keyed");
        using var enabled = await host.Http.GetAsync("other/worker");
        using var elsewhere = await host.Http.GetAsync("api/worker");
        using var started = await host.Http.PostAsync("other/start/Chain/chain?input=0", content: null);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var chain = await host.Http.FinishAsync("chain");

        Assert.Equal(HttpStatusCode.NotFound, disabled.StatusCode);
        Assert.Equal(HttpStatusCode.OK, enabled.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Equal("Completed", (string?)chain["runtimeStatus"]);
        Assert.DoesNotContain("blob a.wav 1", bed.Journal);
    }
}
