using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Storage.Blobs.Models;
using Microsoft.Playwright;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Studio;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>The service with keys, and with consent required: nobody gets in without them, and nothing is revealed.</summary>
public sealed class GuardedServiceTests(
    GuardedServiceTests.Guarded guarded, Browser browser) : IClassFixture<GuardedServiceTests.Guarded>, IClassFixture<Browser>
{
    private const string FunctionKey = "function-key-72fa9c";
    private const string MasterKey = "master-key-0b81e4";

    private static readonly string[] Anonymous =
    [
        "GET /health", "GET /health/live", "GET /openapi.json", "GET /studio", "GET /studio/{file}",
    ];

    public static IEnumerable<object[]> Operations =>
        ApiContract.Operations.Where(operation => !Anonymous.Contains($"{operation.Method} {operation.Path}"))
            .Select(operation => new object[] { operation.Method, operation.Path });

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Request_WithoutTheKey_IsUnauthorized(string method, string path)
    {
        var filled = "api" + path.Replace("{name}", "embedding.npy", StringComparison.Ordinal);
        filled = System.Text.RegularExpressions.Regex.Replace(
            filled, "{[a-z]+}", new string('0', 32), System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        foreach (var key in (string?[])[null, "", "function-key", FunctionKey + "0"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), filled);
            if (key is not null)
                request.Headers.Add("x-functions-key", key);

            using var response = await guarded.Service.Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("runtime/webhooks/durabletask/instances")]
    [InlineData("runtime/webhooks/blobs")]
    [InlineData("admin/host/keys")]
    public async Task Request_ToTheHostsOwnApi_IsClosedToTheFunctionKey(string path)
    {
        using var response = await guarded.Service.Http.GetAsync($"{path}?code={FunctionKey}");

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.NotFound]);
    }

    [Fact]
    public async Task Keys_InWhateverRequest_AreInNoAnswerLogOrTrace()
    {
        (HttpMethod, string)[] requests =
        [
            (HttpMethod.Get, "voices"), (HttpMethod.Get, "voices/none"), (HttpMethod.Get, "voices?limit=none"),
            (HttpMethod.Post, "voices"), (HttpMethod.Post, "voices?clip=none"), (HttpMethod.Get, "nothing"),
        ];
        foreach (var (method, path) in requests)
        {
            using var request = new HttpRequestMessage(
                method, $"api/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={FunctionKey}");
            request.Headers.Add("x-functions-key", FunctionKey);
            using var response = await guarded.Service.Http.SendAsync(request);

            Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.DoesNotContain(FunctionKey, $"{response}{await response.Content.ReadAsStringAsync()}", StringComparison.Ordinal);
        }

        var voice = await guarded.Service.FinishAsync(await guarded.PostAsync("consent=7"), FunctionKey);

        Assert.Equal(VoiceState.Completed, voice.Status);
        await Eventually.SucceedsAsync(() =>
            Assert.Contains(voice.Id, guarded.Collector.Received("/v1/traces"), StringComparison.Ordinal));
        foreach (var kind in (string[])["traces", "metrics", "logs"])
            Assert.DoesNotContain(FunctionKey, guarded.Collector.Received($"/v1/{kind}"), StringComparison.Ordinal);

        Assert.DoesNotContain(FunctionKey, guarded.Service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(MasterKey, guarded.Service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/health")]
    [InlineData("api/voices/none?code=" + FunctionKey)]
    [InlineData("api/openapi.json")]
    [InlineData("api/voices?code=" + FunctionKey)]
    public async Task Answers_ToABrowser_HaveTheHeadersThatHoldIt(string path)
    {
        using var response = await guarded.Service.Http.GetAsync(path);

        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Contains("frame-ancestors 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("no-cache, private", Header(response, "Cache-Control"));
        Assert.Null(Header(response, "Server"));
    }

    [Fact]
    public async Task Request_WithEndlessHeaders_IsCutOff()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, guarded.Service.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 64 * 1024)}\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.StartsWith("HTTP/1.1 431", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_SentAsAPage_IsStoredAsBytes()
    {
        using var page = new ByteArrayContent(await File.ReadAllBytesAsync(guarded.English));
        page.Headers.ContentType = new("text/html");
        using var response = await guarded.Service.Http.PostAsync($"api/voices?code={FunctionKey}&consent=page&fileName=page.html", page);
        response.EnsureSuccessStatusCode();

        var stored = guarded.Azurite.Blobs.GetBlobContainerClient("clips")
            .GetBlobs()
            .Single(blob => blob.Name.EndsWith("/page.html", StringComparison.Ordinal));

        Assert.Equal("application/octet-stream", stored.Properties.ContentType);
    }

    [Theory]
    [InlineData("retention")]
    [InlineData("erase-00000000000000000000000000000000")]
    [InlineData("index")]
    [InlineData("erased")]
    [InlineData("..%2Fclips")]
    [InlineData("0000000000000000000000000000000G")]
    [InlineData("00000000000000000000000000000000%0A")]
    public async Task Voice_OfAnIdThatIsNone_IsNotFound(string id)
    {
        (HttpMethod, string)[] requests =
        [
            (HttpMethod.Get, id), (HttpMethod.Get, $"{id}/files/waveform.json"), (HttpMethod.Get, $"{id}/similarity/{id}"),
            (HttpMethod.Post, $"{id}/retry"), (HttpMethod.Post, $"{id}/feedback"), (HttpMethod.Delete, id),
        ];
        foreach (var (method, path) in requests)
        {
            using var request = new HttpRequestMessage(method, $"api/voices/{path}?code={FunctionKey}");
            using var response = await guarded.Service.Http.SendAsync(request);

            await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
        }
    }

    [Fact]
    public async Task Consent_RequiredAndNotTold_IsRefusedAndNotStored()
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(guarded.English));
        using var response = await guarded.Service.Http.PostAsync($"api/voices?code={FunctionKey}&fileName=without.wav", content);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "consent_missing");
        Assert.DoesNotContain(
            guarded.Azurite.Blobs.GetBlobContainerClient("clips").GetBlobs(),
            blob => blob.Name.EndsWith("/without.wav", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, VoiceState.Rejected)]
    [InlineData("number 7", VoiceState.Completed)]
    public async Task Consent_RequiredOfABlob_IsReadInItsMetadata(string? consent, VoiceState expected)
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var options = new BlobUploadOptions
        {
            Metadata = consent is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["Consent"] = consent },
        };
        var stored = await guarded.Azurite.Blobs.GetBlobContainerClient("clips").GetBlobClient(name).UploadAsync(guarded.English, options);

        var voice = await guarded.Service.FinishAsync(VoiceId.For(name, stored.Value.ETag.ToString()), FunctionKey);

        Assert.Equal((expected, consent is null ? "consent_missing" : null), (voice.Status, voice.Rejection?.Code));
    }

    [Fact]
    public async Task Studio_WrongKey_AsksUntilItIsRightAndThenPlaysAndSaves()
    {
        var voice = await guarded.Service.FinishAsync(await guarded.PostAsync("consent=studio"), FunctionKey);
        await browser.VisitAsync(new Uri($"{guarded.Service.Studio}#/voices/{voice.Id}"), async page =>
        {
            await page.GetByLabel("Function key").FillAsync("wrong");
            await page.AssertAccessibleAsync();
            await page.Button("Use the key").ClickAsync();
            await page.GetByText("did not accept that key").WaitForAsync();
            await page.KeepScreenshotAsync("key");
            await page.GetByLabel("Function key").FillAsync(FunctionKey);
            await page.Keyboard.PressAsync("Enter");

            foreach (var sound in await page.GetByRole(AriaRole.Slider).AllAsync())
            {
                await sound.FocusAsync();
                await page.Keyboard.PressAsync("Space");
                await sound.HeardAsync(0.3);
                await page.Keyboard.PressAsync("Space");
            }

            var download = await page.RunAndWaitForDownloadAsync(() =>
                page.GetByRole(AriaRole.Link, new() { Name = "embedding.npy" }).ClickAsync());
            Assert.Equal(128 + 256 * 4, new FileInfo(await download.PathAsync()).Length);
            Assert.Equal(FunctionKey, await page.EvaluateAsync<string>("sessionStorage.getItem('voiceprep.key')"));
            Assert.DoesNotContain(
                FunctionKey,
                await page.EvaluateAsync<string>("JSON.stringify(localStorage) + document.documentElement.outerHTML"),
                StringComparison.Ordinal);

            await page.Button("Forget the key").ClickAsync();
            Assert.Null(await page.EvaluateAsync<string?>("sessionStorage.getItem('voiceprep.key')"));
            await page.GetByRole(AriaRole.Link, new() { Name = "Voices" }).First.ClickAsync();
            await page.GetByLabel("Function key").WaitForAsync();
        });
    }

    [Fact]
    public Task Studio_WhereConsentIsRequired_AsksForItAndSendsIt() => browser.VisitAsync(guarded.Service.Studio, async page =>
    {
        await page.GiveAsync(guarded.English);
        await page.GetByLabel("Function key").FillAsync(FunctionKey);
        await page.Keyboard.PressAsync("Enter");
        await page.Card(guarded.English).GetByText("No consent of the speaker is given").WaitForAsync();

        await page.GetByLabel("Where it is kept").FillAsync("folder 7");
        await page.KeepScreenshotAsync("consent");
        await page.AssertAccessibleAsync();
        await page.Card(guarded.English).GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Assertions.Expect(page.Card(guarded.English)).ToHaveAttributeAsync("data-status", "completed");

        var id = (await page.Card(guarded.English).GetByRole(AriaRole.Link).GetAttributeAsync("href"))!.Split('/')[^1];
        Assert.Equal("folder 7", (await guarded.Service.FindAsync(id, FunctionKey))!.Profile!.Consent!.Reference);
    });

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public sealed class Guarded : OwnService
    {
        internal Collector Collector { get; } = new();

        internal Task<string> PostAsync(string query) => Service.PostAsync(English, $"&code={FunctionKey}&{query}");

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            Collector.Dispose();
        }

        private protected override Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(
            Azurite.ConnectionString,
            ("LocalHost__FunctionKey", FunctionKey),
            ("LocalHost__MasterKey", MasterKey),
            ("Clip__RequireConsent", "true"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
    }
}
