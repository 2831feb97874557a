using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using VoicePrep.LocalHost.Tests.Support;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Http;

public sealed class BodyLimitTests(BodyLimitTests.LimitedHost shared) : IClassFixture<BodyLimitTests.LimitedHost>
{
    /// <summary>More than what Kestrel takes when nothing is said.</summary>
    private const int Limit = 35_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_UpToTheLimit_IsTaken(bool chunked)
    {
        using var response = await PostAsync(Limit, chunked);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"{Limit}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_OverTheLimit_IsTooLargeAndSaysWhy()
    {
        using var response = await PostAsync(Limit + 1, chunked: false);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(413, (int)problem!["status"]!);
        Assert.Contains(
            Limit.ToString(CultureInfo.InvariantCulture),
            problem.ToJsonString().Replace(",", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Limit)]
    public async Task Body_InChunksOverTheLimit_IsTooLarge(int excess)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shared.Host.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await SendChunksAsync(stream, Limit + excess);
        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Body_InChunksThatAreNone_IsMalformed()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shared.Host.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            "POST /api/length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Body_TooSlow_IsCutOffAndSaysWhy()
    {
        var answer = await SendSlowlyAsync("POST /api/length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 408 Request Timeout", answer, StringComparison.Ordinal);
        Assert.Contains("\"upload_too_slow\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_TooSlow_AreCutOff() => Assert.StartsWith(
        "HTTP/1.1 408 Request Timeout",
        await SendSlowlyAsync("GET /api/length HTTP/1.1\r\nHost: localhost\r\nX-Endless: "),
        StringComparison.Ordinal);

    /// <summary>Sends the beginning of a request, then four times a second some more, until there is an answer.</summary>
    private async Task<string> SendSlowlyAsync(string beginning)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shared.Host.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = reader.ReadToEndAsync();
        var started = Stopwatch.GetTimestamp();
        try
        {
            while (!answer.IsCompleted && Stopwatch.GetElapsedTime(started) < Eventually.Limit)
            {
                await stream.WriteAsync("some more of it "u8.ToArray());
                await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(250)));
            }
        }
        catch (IOException)
        {
            // Refused before its end.
        }

        return await answer.WaitAsync(Eventually.Limit);
    }

    /// <summary>A plain connection: HTTP clients do not read an answer that comes before they have sent all.</summary>
    private static async Task SendChunksAsync(NetworkStream stream, int length)
    {
        const int ChunkLength = 0x10000;
        await stream.WriteAsync("POST /api/length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        byte[] chunk = [.. "10000\r\n"u8, .. new byte[ChunkLength], .. "\r\n"u8];
        try
        {
            for (var sent = 0; sent < length; sent += ChunkLength)
                await stream.WriteAsync(chunk);
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        }
        catch (IOException)
        {
            // Refused before its end.
        }
    }

    private async Task<HttpResponseMessage> PostAsync(int length, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/length") { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = !chunked;
        return await shared.Host.Http.SendAsync(request);
    }

    public sealed class LimitedHost : SharedHost
    {
        protected override IEnumerable<(string Name, string Value)> Settings => [("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", $"{Limit}")];
    }
}
