using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Service;

/// <summary>The HTTP API of a running service.</summary>
internal sealed class VoiceClient : IDisposable
{
    private static readonly TimeSpan UploadLimit = TimeSpan.FromMinutes(10);

    private readonly HttpClient http;

    public VoiceClient(Uri endpoint, string? key)
    {
        http = new HttpClient { BaseAddress = endpoint, Timeout = UploadLimit };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }
    }

    /// <summary>Uploads a recording.</summary>
    /// <returns>The ID of the voice that was started.</returns>
    /// <exception cref="ServiceException">The service refused it or does not answer.</exception>
    public async Task<string> UploadAsync(FileInfo file, string? language, CancellationToken cancellation)
    {
        await using var content = file.OpenRead();
        using var body = new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        var query = $"fileName={Uri.EscapeDataString(file.Name)}" + (language is null ? "" : $"&language={Uri.EscapeDataString(language)}");
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, $"api/voices?{query}") { Content = body }, cancellation);
        return (await ReadStatusAsync(response, cancellation)).Id;
    }

    /// <summary>Where a voice stands.</summary>
    /// <exception cref="ServiceException">There is no such voice, or the service does not answer.</exception>
    public async Task<VoiceStatus> GetAsync(string voiceId, CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"api/voices/{voiceId}"), cancellation);
        return await ReadStatusAsync(response, cancellation);
    }

    /// <summary>Saves one of a voice's files in <paramref name="folder"/>.</summary>
    public async Task DownloadAsync(string voiceId, string name, string folder, CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"api/voices/{voiceId}/files/{name}"), cancellation);
        await using var file = File.Create(Path.Combine(folder, name));
        await response.Content.CopyToAsync(file, cancellation);
    }

    /// <summary>How the service does, in a line.</summary>
    /// <exception cref="ServiceException">It is not ready, or does not answer.</exception>
    public async Task<string> DescribeHealthAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "api/health"), cancellation);
        await using var json = await response.Content.ReadAsStreamAsync(cancellation);
        var health = (await JsonSerializer.DeserializeAsync(json, VoiceJson.Default.HealthReport, cancellation))!;
        return $"{health.Status} at {http.BaseAddress}, {health.ModelProfile} on {health.Device}";
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            HttpResponseMessage response;
            try
            {
                response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            }
            catch (HttpRequestException e)
            {
                throw new ServiceException($"No service answers at {http.BaseAddress}: {e.Message}. Start one with ./run.sh serve, or name another with --endpoint.", e);
            }

            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw new ServiceException(await DescribeAsync(response, cancellation));
            }
        }
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return "The service wants a function key: give it with --key.";
        }

        var body = await response.Content.ReadAsStringAsync(cancellation);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"The service answered {(int)response.StatusCode} {response.ReasonPhrase}. {body}";
        }

        using var problem = JsonDocument.Parse(body);
        return $"{problem.RootElement.GetProperty("code").GetString()}: {problem.RootElement.GetProperty("detail").GetString()}";
    }

    private static async Task<VoiceStatus> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var json = await response.Content.ReadAsStreamAsync(cancellation);
        return (await JsonSerializer.DeserializeAsync(json, VoiceJson.Default.VoiceStatus, cancellation))!;
    }
}
