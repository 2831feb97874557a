using System.Net;
using System.Net.Http.Headers;
using VoicePrep.Contracts;

namespace VoicePrep.Tests.Service.Api;

/// <summary>ETags, HEAD, ranges, and calls from pages of other origins.</summary>
[Collection(ServiceCollection.Name)]
public sealed class HttpSemanticsTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Get_WithTheETagOfBefore_IsNotModified()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        string[] paths =
        [
            $"api/voices/{id}", $"api/voices/{id}/similarity/{id}", .. VoiceFiles.Public.Select(file => $"api/voices/{id}/files/{file}"),
        ];
        foreach (var path in paths)
        {
            using var first = await fixture.Service.Http.GetAsync(path);
            using var again = await SendAsync(HttpMethod.Get, path, headers => headers.IfNoneMatch.Add(first.Headers.ETag!));
            using var other = await SendAsync(HttpMethod.Get, path, headers => headers.IfNoneMatch.Add(new("\"other\"")));

            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Fact]
    public async Task Head_OfWhatGetAnswers_HasTheSameHeadersAndNoBody()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        foreach (var path in (string[])[$"api/voices/{id}", $"api/voices/{id}/files/reference.wav", "api/feedback", "api/health/live"])
        {
            using var get = await fixture.Service.Http.GetAsync(path);
            using var head = await SendAsync(HttpMethod.Head, path, _ => { });

            Assert.Equal(
                (get.StatusCode, get.Headers.ETag, get.Content.Headers.ContentType),
                (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentType));
            Assert.Equal(get.Content.Headers.ContentLength ?? 0, head.Content.Headers.ContentLength ?? 0);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task GetVoiceFile_Range_IsThatPart()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        var whole = await fixture.Service.Http.GetByteArrayAsync($"api/voices/{id}/files/reference.wav");

        using var part = await SendAsync(
            HttpMethod.Get, $"api/voices/{id}/files/reference.wav", headers => headers.Range = new RangeHeaderValue(1000, 1999));

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[1000..2000], await part.Content.ReadAsByteArrayAsync());
    }

    /// <summary>RFC 9110, 13.1.5 and 14.2: what a range does not mean is left out, and the answer is whole.</summary>
    [Theory]
    [InlineData("GET", "bytes=0-9", null, 206, "0-9")]
    [InlineData("GET", "Bytes=0-9", null, 206, "0-9")]
    [InlineData("GET", "bytes=10-", null, 206, "10-last")]
    [InlineData("GET", "bytes=-10", null, 206, "suffix")]
    [InlineData("GET", "bytes=-99999999", null, 206, "0-last")]
    [InlineData("GET", "bytes=0-99999999", null, 206, "0-last")]
    [InlineData("GET", "bytes=99999999-", null, 416, null)]
    [InlineData("GET", "bytes=-0", null, 416, null)]
    [InlineData("GET", "bytes=0-1,4-5", null, 200, null)]
    [InlineData("GET", "bytes=9-5", null, 200, null)]
    [InlineData("GET", "items=0-9", null, 200, null)]
    [InlineData("GET", "items=99999999-", null, 200, null)]
    [InlineData("GET", "bytes=0-9", "the ETag", 206, "0-9")]
    [InlineData("GET", "bytes=0-9", "\"other\"", 200, null)]
    [InlineData("GET", "bytes=0-9", "Wed, 21 Oct 2065 07:28:00 GMT", 200, null)]
    [InlineData("GET", "bytes=0-9", "not a condition", 200, null)]
    [InlineData("HEAD", "bytes=0-9", null, 200, null)]
    [InlineData("HEAD", "bytes=99999999-", null, 200, null)]
    public async Task File_Range_IsTakenWhereItMeansSomething(string method, string range, string? condition, int status, string? part)
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        foreach (var path in (string[])[$"api/voices/{id}/files/reference.wav", $"api/voices/{id}/clip"])
        {
            using var whole = await fixture.Service.Http.GetAsync(path);
            var length = whole.Content.Headers.ContentLength!.Value;
            using var answer = await SendAsync(new HttpMethod(method), path, headers =>
            {
                headers.TryAddWithoutValidation("Range", range);
                if (condition is not null)
                    headers.TryAddWithoutValidation("If-Range", condition == "the ETag" ? whole.Headers.ETag!.ToString() : condition);
            });

            Assert.Equal((status, "bytes"), ((int)answer.StatusCode, string.Join(',', answer.Headers.AcceptRanges)));
            var expected = part?.Replace("suffix", $"{length - 10}-last", StringComparison.Ordinal)
                .Replace("last", $"{length - 1}", StringComparison.Ordinal);
            Assert.Equal(
                status switch { 206 => $"bytes {expected}/{length}", 416 => $"bytes */{length}", _ => null },
                answer.Content.Headers.ContentRange?.ToString());
            if (status == 200)
                Assert.Equal(length, answer.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task Get_IfMatchOfAnotherVersion_IsRefused()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        foreach (var path in (string[])[$"api/voices/{id}", $"api/voices/{id}/files/reference.wav", $"api/voices/{id}/clip"])
        {
            using var refused = await SendAsync(HttpMethod.Get, path, headers => headers.IfMatch.Add(new("\"other\"")));
            using var taken = await SendAsync(HttpMethod.Get, path, headers => headers.IfMatch.Add(refused.Headers.ETag!));

            Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }
    }

    [Theory]
    [InlineData("api/voices", "POST")]
    [InlineData("api/voices/00000000000000000000000000000000", "DELETE")]
    [InlineData("api/health", "GET")]
    public async Task Preflight_OfAnAllowedOrigin_IsAnswered(string path, string method)
    {
        using var response = await SendAsync(HttpMethod.Options, path, headers => Ask(headers, ServiceFixture.Origin, method));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(ServiceFixture.Origin, Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains(method, Header(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("x-functions-key", Header(response, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Contains("Origin", response.Headers.Vary);
    }

    [Fact]
    public async Task Preflight_OfAnotherOrigin_AllowsNothing()
    {
        using var response = await SendAsync(HttpMethod.Options, "api/voices", headers => Ask(headers, "https://evil.example", "POST"));

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://studio.example", "api/health")]
    [InlineData("http://127.0.0.1:3000", "api/voices?limit=many")]
    [InlineData(null, "api/health")]
    public async Task Get_OfAPage_MayBeReadByAllowedOrigins(string? allowed, string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, headers => headers.Add("Origin", allowed ?? "https://evil.example"));

        Assert.Equal(allowed, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(
            allowed is not null,
            Header(response, "Access-Control-Expose-Headers")?.Contains("Location", StringComparison.Ordinal) ?? false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestHeaders> add)
    {
        using var request = new HttpRequestMessage(method, path);
        add(request.Headers);
        return await fixture.Service.Http.SendAsync(request);
    }

    private static void Ask(HttpRequestHeaders headers, string origin, string method)
    {
        headers.Add("Origin", origin);
        headers.Add("Access-Control-Request-Method", method);
        headers.Add("Access-Control-Request-Headers", "content-type,x-functions-key");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
