using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Embedded.Functions.Tests;

/// <summary>The test app over HTTP.</summary>
public sealed class TestApi(Uri address) : IDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    public HttpClient Http { get; } = new() { BaseAddress = address };

    public async Task<HttpResponseMessage> StartAsync(string orchestrator, string id, string input = "", string query = "") =>
        await Http.PostAsync($"api/start/{orchestrator}/{id}?{query}", new StringContent(input));

    public async Task<JsonObject> GetStatusAsync(string id, string query = "") =>
        (await Http.GetFromJsonAsync<JsonObject>($"runtime/webhooks/durabletask/instances/{id}?{query}"))!;

    /// <summary>Waits until the orchestration has ended, and gives its status.</summary>
    public async Task<JsonObject> WaitAsync(string id)
    {
        JsonObject status = [];
        await EventuallyAsync(async () =>
        {
            status = await GetStatusAsync(id);
            return (string?)status["runtimeStatus"] is not ("Pending" or "Running");
        });
        return status;
    }

    public async Task<JsonObject> RunAsync(string orchestrator, string id, string input = "")
    {
        var response = await StartAsync(orchestrator, id, input);
        response.EnsureSuccessStatusCode();
        return await WaitAsync(id);
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < WaitLimit, "It did not happen in time.");
            await Task.Delay(20);
        }
    }

    public static Task EventuallyAsync(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    public void Dispose() => Http.Dispose();
}
