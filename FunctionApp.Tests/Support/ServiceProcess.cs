using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoicePrep.Contracts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary>The whole service, the published app under the local host, with the demo models, driven over HTTP.</summary>
internal sealed class ServiceProcess : IDisposable
{
    /// <summary>The API of the orchestrations.</summary>
    public const string Durable = "runtime/webhooks/durabletask";

    private readonly TestProcess process;

    private ServiceProcess(
        string storage, IEnumerable<(string Name, string Value)> settings, IEnumerable<string>? before = null, string? app = null)
    {
        Http = new HttpClient(new ContractCheck()) { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Next()}") };
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storage,
            ["AzureWebJobs__ClipUploadedEvent__Disabled"] = "true",
            ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "4000000000",
            ["Whisper__Model"] = "demo",
            ["Voice__Model"] = "demo",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;

        process = TestProcess.Start(
            "env",
            [.. before ?? [], "dotnet", Repository.LocalHost, app ?? Repository.App, "--urls", Http.BaseAddress.ToString()],
            environment);
    }

    public HttpClient Http { get; }

    /// <summary>Its studio.</summary>
    public Uri Studio => new(Http.BaseAddress!, "api/studio");

    public string Log => process.Output;

    /// <summary>Starts the service; returns when it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(string storage, params IEnumerable<(string Name, string Value)> settings)
    {
        var service = new ServiceProcess(storage, settings);
        await service.ReadyAsync();
        return service;
    }

    /// <summary>Starts the service with a copy of the app; returns when it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(string storage, AppCopy app)
    {
        var service = new ServiceProcess(storage, [], app: app.Path);
        await service.ReadyAsync();
        return service;
    }

    /// <summary>Starts the service with a disk of its own for temporary files; returns when it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(
        string storage, SmallDisk disk, params IEnumerable<(string Name, string Value)> settings)
    {
        var service = new ServiceProcess(storage, [("TMPDIR", disk.Folder), .. settings], disk.Mount);
        disk.Owner = service.Host;
        await service.ReadyAsync();
        return service;
    }

    /// <summary>Waits until the service takes uploads.</summary>
    public async Task ReadyAsync() => await Eventually.IsAsync(
        async () =>
        {
            Assert.False(process.HasExited, Log);
            try
            {
                using var health = await Http.GetAsync("api/health");
                return health.IsSuccessStatusCode ? this : null;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        },
        () => $"a service that is ready\n{Log}");

    /// <summary>Uploads recordings of one voice and returns its ID.</summary>
    /// <param name="to">ID of the voice of which it is the next version; null for a new one.</param>
    public async Task<string> PostTogetherAsync(IEnumerable<string> files, string? name = null, string? to = null)
    {
        using var form = new MultipartFormDataContent();
        if (name is not null)
            form.Add(new StringContent(name), "name");

        foreach (var file in files)
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "file", Path.GetFileName(file));

        using var response = await Http.PostAsync(to is null ? "api/voices" : $"api/voices/{to}/recordings", form);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return response.Headers.Location!.ToString().Split('/')[^1];
    }

    /// <summary>Uploads a file and returns the voice's ID.</summary>
    public async Task<string> PostAsync(string file, string query = "")
    {
        using var response = await Http.PostAsync(
            $"api/voices?fileName={Uri.EscapeDataString(Path.GetFileName(file))}{query}",
            new ByteArrayContent(await File.ReadAllBytesAsync(file)));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var location = response.Headers.Location!.ToString();
        Assert.Matches("^/api/voices/[0-9a-f]{32}$", location);
        return location.Split('/')[^1];
    }

    /// <summary>The current state of a voice; null if there is none, or while the app's process is being restarted.</summary>
    public async Task<VoiceStatus?> FindAsync(string id, string key = "")
    {
        try
        {
            using var response = await Http.GetAsync($"api/voices/{id}?code={key}");
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway
                ? null
                : JsonSerializer.Deserialize(
                    await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), VoiceJson.Default.VoiceStatus);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ResponseEnded)
        {
            return null; // the app's process was killed in the middle of its answer
        }
    }

    /// <summary>Waits until a voice is done, however it ends.</summary>
    public Task<VoiceStatus> FinishAsync(string id, string key = "") => Eventually.IsAsync(
        async () => await FindAsync(id, key) is { Status: not (VoiceState.Queued or VoiceState.Running) } voice ? voice : null,
        () => $"voice {id} done\n{Log}");

    /// <summary>Uploads a file and waits for its profile.</summary>
    public async Task<VoiceProfile> PrepareAsync(string file, string query = "")
    {
        var voice = await FinishAsync(await PostAsync(file, query));
        Assert.True(voice.Profile is not null, $"{voice}\n{Log}");
        return voice.Profile;
    }

    /// <summary>The inputs of all orchestrations that the host knows; it lists a hundred at a time.</summary>
    /// <param name="query">Which of them, such as <c>runtimeStatus=Completed</c>.</param>
    public async Task<IReadOnlyList<string>> ListInputsAsync(string query = "")
    {
        const string Continuation = "x-ms-continuation-token";
        List<string> inputs = [];
        for (string? token = ""; token is not null;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Durable}/instances?{query}");
            if (token.Length > 0)
                request.Headers.Add(Continuation, token);
            using var response = await Http.SendAsync(request);
            using var page = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
            inputs.AddRange(page.RootElement.EnumerateArray().Select(instance => instance.GetProperty("input").ToString()));
            token = response.Headers.TryGetValues(Continuation, out var next) && next.Single() is { Length: > 0 } more ? more : null;
        }

        return inputs;
    }

    /// <summary>What Durable says of an orchestration, such as <c>Completed</c>.</summary>
    public async Task<string?> StatusAsync(string id) =>
        (string?)JsonNode.Parse(await Http.GetStringAsync($"{Durable}/instances/{id}"))!["runtimeStatus"];

    /// <summary>The reasons of the failed attempts of an orchestration's activities.</summary>
    public async Task<IReadOnlyList<string>> ListFailuresAsync(string id) =>
    [
        .. JsonNode.Parse(await Http.GetStringAsync($"{Durable}/instances/{id}?showHistory=true"))!["historyEvents"]!.AsArray()
            .Where(happened => (string?)happened!["EventType"] == "TaskFailed")
            .Select(happened => $"{happened!["FunctionName"]}: {happened["FailureDetails"]?["ErrorMessage"]}"),
    ];

    /// <summary>The host's process.</summary>
    public int Host => process.Id;

    /// <summary>The app's process under the host; null while there is none.</summary>
    public int? Worker => process.Children().Select(child => (int?)child).FirstOrDefault();

    /// <summary>Sends a signal to the app's process.</summary>
    /// <param name="signal">Such as <c>ABRT</c>.</param>
    public Task SignalWorkerAsync(string signal) => TestProcess.RunAsync("kill", $"-{signal}", $"{Worker}");

    /// <summary>Sends a signal to the host.</summary>
    public Task SignalHostAsync(string signal) => process.SignalAsync(signal);

    /// <summary>Waits for the host's end.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> WaitForExitAsync() => process.WaitForExitAsync(Eventually.Limit);

    /// <summary>Ends the host alone at once, as <c>kill -9</c> does.</summary>
    public void KillHost() => process.KillAlone();

    /// <summary>Ends the app's process alone at once, as <c>kill -9</c> does.</summary>
    public void KillWorker() => Process.GetProcessById(Worker ?? throw new InvalidOperationException("There is no worker.")).Kill();

    /// <summary>Ends both at once.</summary>
    public void KillBoth() => process.Kill();

    /// <summary>Asks it to end, as when a container is stopped, and waits until it has.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await process.TerminateAsync();
        return await process.WaitForExitAsync(Eventually.Limit);
    }

    public void Dispose()
    {
        Http.Dispose();
        process.Dispose();
    }
}
