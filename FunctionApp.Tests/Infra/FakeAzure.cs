using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

/// <summary>One revision of the app.</summary>
internal sealed record FakeRevision(string Name, string Image, string RunningState = "Running");

/// <summary>
/// A subscription with the app in it, as far as the scripts see it: <c>az</c> and <c>azd</c> on a PATH of their own, and the
/// app's API, to which the scripts talk with the real curl.
/// </summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string HostKey = "HOST";
    public const string EventsKey = "EVENTS";

    private readonly TempFolder folder = new();
    private readonly WebApplication server;
    private readonly Dictionary<string, string> voices = [];

    private FakeAzure()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/az", (string[] arguments) => new FakeAz(this).Run(arguments));
        server.MapPost("/azd", (string[] arguments) => new FakeAzd(this).Run(arguments));
        server.MapPost("/api/voices", (HttpRequest request) => IsAllowed(request)
            ? Results.Accepted($"/api/voices/{Start($"posted-{voices.Count}", "1")}")
            : Results.StatusCode(401));
        server.MapGet("/api/voices/{id}", (string id, HttpRequest request) => !IsAllowed(request) ? Results.StatusCode(401)
            : voices.TryGetValue(id, out var status) ? Results.Json(new { id, status })
            : Results.Json(new { code = "voice_not_found" }, statusCode: 404));
    }

    public string Subscription { get; set; } = "subscription";

    public HashSet<string> Registered { get; } = [];

    public Dictionary<string, (double Limit, double Used)> Quotas { get; } = new() { ["SubscriptionConsumptionT4Gpus"] = (4, 1) };

    public string RevisionsMode { get; set; } = "Single";

    /// <summary>Oldest first.</summary>
    public List<FakeRevision> Revisions { get; } =
    [
        new("voiceprep--old", "r.azurecr.io/app:1"), new("voiceprep--new", "r.azurecr.io/app:2"),
    ];

    public string LatestReady { get; set; } = "voiceprep--new";

    /// <summary>What becomes of each recording.</summary>
    public string Outcome { get; set; } = "completed";

    /// <summary>False loses the events of uploaded blobs.</summary>
    public bool DeliversEvents { get; set; } = true;

    public string? EventEndpoint { get; set; }

    public List<string> UploadedBlobs { get; } = [];

    public int Voices => voices.Count;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The image that was deployed without being built.</summary>
    public string? Deployed { get; set; }

    public string Endpoint => server.Urls.Single();

    public static async Task<FakeAzure> StartAsync()
    {
        var azure = new FakeAzure();
        await azure.server.StartAsync();
        foreach (var name in new[] { "az", "azd" })
        {
            await TestProcess.WriteProgramAsync(azure.folder.File(name), $$"""
                #!/usr/bin/env node
                fetch("{{azure.Endpoint}}/{{name}}", {
                  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(process.argv.slice(2)),
                }).then(answer => answer.json()).then(result => {
                  process.stdout.write(result.output);
                  process.stderr.write(result.errors);
                  process.exitCode = result.exitCode;
                });
                """);
        }

        foreach (var (name, value) in azure.OutputsOfADeployment())
            azure.Environment[name] = value;

        return azure;
    }

    /// <summary>Runs a script with the environment that azd gives its hooks, changed by what the test says.</summary>
    public Task<ToolResult> RunAsync(string script, string[] arguments, params IEnumerable<(string Name, string Value)> changes) =>
        Tool.RunAsync(
        Path.Combine(Repository.Root, script),
        arguments,
        [("PATH", $"{folder.Path}:{System.Environment.GetEnvironmentVariable("PATH")}"), ("VOICEPREP_PATIENCE_SECONDS", "2"), .. changes]);

    public IEnumerable<(string Name, string Value)> OutputsOfADeployment() =>
    [
        ("AZURE_LOCATION", "swedencentral"), (
            "AZURE_SUBSCRIPTION_ID", "subscription"), ("AZURE_RESOURCE_GROUP", "group"), ("SERVICE_APP_NAME", "voiceprep"),
        ("SERVICE_APP_ENDPOINT", Endpoint),
        ("SERVICE_APP_REVISION", "voiceprep--new"),
        ("VOICEPREP_EVENT_TOPIC", "voiceprep-clips"),
        ("VOICEPREP_STORAGE_ACCOUNT", "account"),
    ];

    /// <summary>
    /// Puts a blob into the container, of which Event Grid tells the app where it has a subscription with the right key.
    /// </summary>
    /// <returns>The blob's ETag.</returns>
    public string Upload(string name, string file)
    {
        Assert.True(File.Exists(Path.Combine(Repository.Root, file)));
        UploadedBlobs.Add(name);
        var etag = $"0x8D{UploadedBlobs.Count}";
        if (DeliversEvents
            && EventEndpoint == $"{Endpoint}/runtime/webhooks/blobs?functionName=Host.Functions.ClipUploadedEvent&code={EventsKey}")
            Start(name, etag);

        return etag;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    private static bool IsAllowed(HttpRequest request) => request.Headers["x-functions-key"] == HostKey;

    private string Start(string clip, string etag)
    {
        var id = VoiceId.For(clip, etag);
        voices[id] = Outcome;
        return id;
    }
}
