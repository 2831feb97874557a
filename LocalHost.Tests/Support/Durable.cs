using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Support;

/// <summary>Orchestrations over HTTP: started by the test app, watched by Durable's own API.</summary>
internal static class Durable
{
    public const string Instances = "runtime/webhooks/durabletask/instances";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static Task<HttpResponseMessage> StartAsync(
        this HttpClient http, string orchestrator, string id, int? input = null, string query = "") =>
        http.PostAsync($"api/start/{orchestrator}/{id}?{(input is null ? "" : $"input={input}")}{query}", content: null);

    /// <summary>How an orchestration stands; null where there is none, or where storage does not answer.</summary>
    public static async Task<JsonObject?> FindStatusAsync(this HttpClient http, string id, string query = "")
    {
        using var response = await http.GetAsync($"{Instances}/{id}?{query}");
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted
            ? await response.Content.ReadFromJsonAsync<JsonObject>()
            : null;
    }

    /// <summary>Waits until the orchestration has ended, and gives its status.</summary>
    public static Task<JsonObject> FinishAsync(this HttpClient http, string id) => Eventually.IsAsync(
        async () =>
            await http.FindStatusAsync(id) is { } status && (string?)status["runtimeStatus"] is not ("Pending" or "Running")
                ? status
                : null,
        () => $"the end of the orchestration {id}",
        PollInterval);

    public static async Task<JsonObject> RunAsync(this HttpClient http, string orchestrator, string id, int? input = null)
    {
        using var response = await http.StartAsync(orchestrator, id, input);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await http.FinishAsync(id);
    }
}
