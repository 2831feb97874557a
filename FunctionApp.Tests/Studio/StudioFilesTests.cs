using System.IO.Compression;
using System.Net;
using VoicePrep.Testing;
using VoicePrep.Tests.Service;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Studio;

/// <summary>How the page is served.</summary>
[Collection(ServiceCollection.Name)]
public sealed class StudioFilesTests(ServiceFixture fixture, Browser browser)
{
    private const int MaxCompressedBytes = 200_000;

    private static IEnumerable<string> Names =>
        [
            .. Directory.GetFiles(Path.Combine(Repository.Root, "FunctionApp", "Studio")).Select(file => Path.GetFileName(file)),
            "wavesurfer.js", "wavesurfer.LICENSE",
        ];

    public static TheoryData<string> Files => [.. Names];

    [Fact]
    public async Task Studio_Page_MayDoNothingButTalkToItsOwnService()
    {
        using var response = await fixture.Service.Http.GetAsync("api/studio");

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self' ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.EndsWith(
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Studio_File_IsWhatWasBuilt(string file)
    {
        using var response = await fixture.Service.Http.GetAsync($"api/studio/{file}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Repository.App, "Studio", file)), await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("api/studio")]
    [InlineData("api/studio/style.css")]
    public async Task Studio_AskedForByItsETag_IsSentAgainOnlyWhereItChanged(string path)
    {
        using var first = await fixture.Service.Http.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await fixture.Service.Http.SendAsync(request);

        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Studio_File_IsCompressedForWhoTakesIt()
    {
        using var response = await GetGzippedAsync("wavesurfer.js");

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var content = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(content);
        Assert.Equal(await fixture.Service.Http.GetStringAsync("api/studio/wavesurfer.js"), await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Studio_Files_AreSmallTogether()
    {
        var sizes = await Task.WhenAll(Names.Select(async name =>
        {
            using var response = await GetGzippedAsync(name);
            return (await response.Content.ReadAsByteArrayAsync()).Length;
        }));

        Assert.InRange(sizes.Sum(), 1, MaxCompressedBytes);
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("..%2Fhost.json")]
    [InlineData("%2Fetc%2Fpasswd")]
    public async Task Studio_OtherFile_IsNotFound(string file)
    {
        using var response = await fixture.Service.Http.GetAsync($"api/studio/{file}");

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "file_not_found");
    }

    [Theory]
    [InlineData("api/studio")]
    [InlineData("api/studio/")]
    public Task Studio_InABrowser_LoadsWhatItIsMadeOf(string path) =>
        browser.VisitAsync(new Uri(fixture.Service.Http.BaseAddress!, path), async page =>
    {
        Assert.EndsWith("/api/studio", page.Url.Split('#')[0], StringComparison.Ordinal);
        Assert.NotEqual("", await page.TitleAsync());
        await page.Locator("main").WaitForAsync();
    });

    /// <summary>
    /// How long it takes is written beside the screenshots, and asserted nowhere: it depends on what else the machine does.
    /// </summary>
    [Fact]
    public Task Studio_FirstPaint_IsMeasured() => browser.VisitAsync(fixture.Service.Studio, async page =>
    {
        await page.Locator("#record-title").WaitForAsync();
        var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime");
        var shown = await page.EvaluateAsync<double>("() => performance.now()");

        Assert.InRange(paint, 0, shown);
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(PageChecks.Screenshots).FullName, "first-paint.txt"),
            $"{paint:0} ms to the first contentful paint\n");
    });

    [Fact]
    public Task Wavesurfer_UnderThePagesPolicy_DrawsAWaveform() =>
        browser.VisitAsync(fixture.Service.Studio, async page =>
    {
        var overflow = await page.EvaluateAsync<string>("""
            async () => {
              const { default: WaveSurfer } = await import('/api/studio/wavesurfer.js');
              const container = document.createElement('div');
              container.style.width = '300px';
              document.body.append(container);
              const wave = WaveSurfer.create({ container, peaks: [[0, 0.5, 1, 0.5]], duration: 4 });
              await new Promise(resolve => wave.once('ready', resolve));
              return getComputedStyle(container.querySelector('div').shadowRoot.querySelector('.scroll')).overflowY;
            }
            """);

        Assert.Equal("hidden", overflow); // by the style element of wavesurfer.js itself
    });

    private async Task<HttpResponseMessage> GetGzippedAsync(string file)
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Http.BaseAddress }; // which does not read the answer
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br, gzip");
        return await http.GetAsync($"api/studio/{file}");
    }
}
