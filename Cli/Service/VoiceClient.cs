using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Service;

/// <summary>The HTTP API of a running service.</summary>
internal sealed class VoiceClient : IDisposable
{
    private static readonly TimeSpan UploadLimit = TimeSpan.FromMinutes(10);

    private readonly HttpClient http;
    private readonly Lazy<Task<long?>> maxUploadBytes;

    public VoiceClient(Uri endpoint, string? key)
    {
        http = new HttpClient { BaseAddress = endpoint, Timeout = UploadLimit };
        maxUploadBytes = new(GetMaxUploadBytesAsync);
        if (key is not null)
            http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    /// <summary>Uploads a recording.</summary>
    /// <returns>The ID of the voice that was started.</returns>
    /// <exception cref="ServiceException">The service refused it or does not answer.</exception>
    public async Task<string> UploadAsync(FileInfo file, string? language, GivenConsent? consent, CancellationToken cancellationToken)
    {
        if (consent is not null)
            return await UploadTogetherAsync([file], name: null, voiceId: null, language, consent, cancellationToken);

        await LimitAsync(file.Name, file.Length, cancellationToken);
        await using var content = await OpenAsync(file, cancellationToken);
        using var body = new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        var query = $"fileName={Uri.EscapeDataString(file.Name)}"
            + (language is null ? "" : $"&language={Uri.EscapeDataString(language)}");
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"api/voices?{query}") { Content = body }, cancellationToken);
        return (await ReadAsync(response, VoiceJson.Default.VoiceStatus, cancellationToken)).Id;
    }

    /// <summary>Uploads the recordings of one voice.</summary>
    /// <param name="name">What the voice is called; null for a version of one that there is.</param>
    /// <param name="voiceId">The voice of which it is the next version; null for a new one.</param>
    /// <returns>The ID of the voice that was started.</returns>
    /// <exception cref="ServiceException">The service refused them or does not answer.</exception>
    public async Task<string> UploadTogetherAsync(
        IReadOnlyList<FileInfo> files,
        string? name,
        string? voiceId,
        string? language,
        GivenConsent? consent,
        CancellationToken cancellationToken)
    {
        await LimitAsync(
            files.Count == 1 ? files[0].Name : $"All {files.Count} recordings together",
            files.Sum(file => file.Length) + (consent?.Recording?.Length ?? 0),
            cancellationToken);
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in new[] { ("name", name), ("language", language), ("consent", consent?.Reference) })
        {
            if (value is not null)
                form.Add(new StringContent(value), field);
        }

        if (consent?.Recording is { } recording)
            form.Add(new StreamContent(await OpenAsync(recording, cancellationToken)), "consentClip", recording.Name);
        foreach (var file in files)
        {
            form.Add(new StreamContent(await OpenAsync(file, cancellationToken)), "file", file.Name); // closed with the form
        }

        using var response = await SendAsync(
            new HttpRequestMessage(
                HttpMethod.Post,
                voiceId is null ? "api/voices" : $"api/voices/{Uri.EscapeDataString(voiceId)}/recordings")
            { Content = form },
            cancellationToken);
        return (await ReadAsync(response, VoiceJson.Default.VoiceStatus, cancellationToken)).Id;
    }

    /// <summary>Opening a named pipe that has no writer blocks, and a signal does not end that.</summary>
    private static Task<FileStream> OpenAsync(FileInfo file, CancellationToken cancellationToken) =>
        Task.Run(file.OpenRead, cancellationToken).WaitAsync(cancellationToken);

    private async Task LimitAsync(string what, long bytes, CancellationToken cancellationToken)
    {
        if (await maxUploadBytes.Value.WaitAsync(cancellationToken) is { } limit && bytes > limit)
            throw new ServiceException(
                $"{RejectionCodes.ClipTooLarge}: {what} has {bytes / 1e6:0.0} MB; this service takes {limit / 1e6:0.#} MB. "
                    + "Send a compressed recording (FLAC, M4A, MP3), or only the part with the voice.");
    }

    /// <summary>The service's limit; null if it does not state one.</summary>
    private async Task<long?> GetMaxUploadBytesAsync()
    {
        try
        {
            using var response = await http.GetAsync("api/health"); // one that is not ready says it too
            return (await ReadAsync(response, VoiceJson.Default.HealthReport, CancellationToken.None)).MaxUploadBytes;
        }
        catch (Exception e) when (e is ServiceException or HttpRequestException or TaskCanceledException)
        {
            return null; // the upload meets it again
        }
    }

    /// <summary>Where a voice stands.</summary>
    /// <exception cref="ServiceException">There is no such voice, or the service does not answer.</exception>
    public async Task<VoiceStatus> GetAsync(string voiceId, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"api/voices/{voiceId}"), cancellationToken);
        return await ReadAsync(response, VoiceJson.Default.VoiceStatus, cancellationToken);
    }

    /// <summary>Saves one of a voice's files in <paramref name="folder"/>.</summary>
    public async Task DownloadAsync(string voiceId, string name, string folder, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"api/voices/{voiceId}/files/{name}"), cancellationToken);
        await using var file = File.Create(Path.Combine(folder, name));
        await response.Content.CopyToAsync(file, cancellationToken);
    }

    /// <summary>The state of the service, in one line.</summary>
    /// <exception cref="ServiceException">It is not ready, or does not answer.</exception>
    public async Task<string> DescribeHealthAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "api/health"), cancellationToken);
        var health = await ReadAsync(response, VoiceJson.Default.HealthReport, cancellationToken);
        return $"{health.Status} at {http.BaseAddress}, {health.ModelProfile} on {health.Device}";
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            HttpResponseMessage response;
            try
            {
                response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (HttpRequestException e)
                when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                throw new ServiceException(
                    $"No service answers at {http.BaseAddress}: {e.Message}. "
                        + "Start one with ./run.sh serve, or name another with --endpoint.",
                    e);
            }
            catch (HttpRequestException e)
            {
                throw new ServiceException($"The request broke off: {(e.InnerException ?? e).Message}", e);
            }
            catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ServiceException(
                    $"The service at {http.BaseAddress} did not answer within {UploadLimit.TotalMinutes:0} minutes.", e);
            }

            if (response.IsSuccessStatusCode)
                return response;

            using (response)
                throw new ServiceException(await DescribeAsync(response, cancellationToken));
        }
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return "The service wants a function key: give it with --key.";

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"The service answered {(int)response.StatusCode} {response.ReasonPhrase}. {body}";

        using var problem = JsonDocument.Parse(body);
        return $"{problem.RootElement.GetProperty("code").GetString()}: {problem.RootElement.GetProperty("detail").GetString()}";
    }

    /// <exception cref="ServiceException">The answer comes from another program.</exception>
    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var json = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            return (await JsonSerializer.DeserializeAsync(json, type, cancellationToken))!;
        }
        catch (JsonException e)
        {
            throw new ServiceException($"What answers at {http.BaseAddress} is not VoicePrep.", e);
        }
    }
}
