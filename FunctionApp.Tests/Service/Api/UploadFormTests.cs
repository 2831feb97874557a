using System.Net;
using System.Net.Http.Headers;
using System.Text;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>Uploads as multipart/form-data, whole and broken.</summary>
[Collection(ServiceCollection.Name)]
public sealed class UploadFormTests(ServiceFixture fixture)
{
    private const string Form = "multipart/form-data; boundary=cut";
    private const string Disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"";

    private static string FortyHeaders => string.Concat(Enumerable.Range(0, 40).Select(i => $"X-{i}: y\r\n"));

    public static TheoryData<string, string> Malformed => new()
    {
        { Form, "RIFF, and no boundary at all" },
        { Form, "" },
        { Form, $"--cut\r\n{Disposition}\r\n\r\nRIFF" },
        { Form, $"--cut\r\n{Disposition}\r\n" },
        { Form, $"--cut\n{Disposition}\n\nRIFF\n--cut--\n" },
        { Form, $"--cut\r\n{Disposition.Replace("a.wav", new string('a', 20_000), StringComparison.Ordinal)}\r\n\r\nRIFF\r\n--cut--\r\n" },
        { Form, $"--cut\r\n{FortyHeaders}{Disposition}\r\n\r\nRIFF\r\n--cut--\r\n" },
        { Form, "--cut\r\nno header\r\n\r\nRIFF\r\n--cut--\r\n" },
        { Form, $"--cut\r\nContent-Disposition: form-data; name=\"consent\"\r\n\r\n{new string('c', 70_000)}\r\n--cut--\r\n" },
        { "multipart/form-data", $"--cut\r\n{Disposition}\r\n\r\nRIFF\r\n--cut--\r\n" },
        { "multipart/form-data; boundary=", $"--cut\r\n{Disposition}\r\n\r\nRIFF\r\n--cut--\r\n" },
        { $"multipart/form-data; boundary={new string('b', 5000)}", "RIFF" },
        { "multipart/mixed; boundary=cut", $"--cut\r\n{Disposition}\r\n\r\nRIFF\r\n--cut--\r\n" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task StartVoice_MalformedForm_IsRefusedAndNotStored(string contentType, string body)
    {
        var blobsBefore = fixture.Clips.GetBlobs().Count();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await fixture.Service.Http.PostAsync("api/voices", content);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "malformed_request");
        Assert.Equal(blobsBefore, fixture.Clips.GetBlobs().Count());
    }

    [Fact]
    public async Task StartVoice_FormWithoutFile_IsEmpty()
    {
        using var form = new MultipartFormDataContent { { new StringContent("en"), "language" } };

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "clip_empty");
    }

    [Fact]
    public async Task StartVoice_FieldThatIsNotUtf8_IsRefused()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([1]), "file", "a.wav" }, { new ByteArrayContent(Encoding.Latin1.GetBytes("Müller, 7")), "consent" },
        };

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "malformed_request");
    }

    [Fact]
    public async Task StartVoice_LongConsent_IsToldItsLength()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([1]), "file", "a.wav" }, { new StringContent(new string('c', 2000)), "consent" },
        };

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "consent_invalid");
        Assert.Contains("2000 characters", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartVoice_EmptyFileBeforeAnother_IsOneOfTwoRecordings()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([]), "file", "a.wav" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(fixture.English)), "file", "b.wav" },
        };

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task StartVoice_FormWithUnknownLanguage_IsRefused()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([1]), "file", "a.wav" }, { new StringContent("klingon"), "language" },
        };

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "language_unknown");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartVoice_FormWithFields_TakesThemWhereverTheyStand(bool fileFirst)
    {
        using var file = new StreamContent(File.OpenRead(fixture.English))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") },
        };
        using var form = new MultipartFormDataContent();
        if (fileFirst)
        {
            form.Add(file, "file", "blob");
            form.Add(new StringContent("../../My Voice (1).wav"), "fileName");
        }

        form.Add(new StringContent("ignored"), "note");
        form.Add(new StringContent("German"), "language");
        if (!fileFirst)
            form.Add(file, "file", "../../My Voice (1).wav");

        using var response = await fixture.Service.Http.PostAsync("api/voices", form);
        var voice = await fixture.Service.FinishAsync(response.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1]);

        Assert.Matches("^[0-9a-f]{32}/My-Voice-1-.wav$", voice.Profile!.Source.Name);
        Assert.Equal(("de", 1.0), (voice.Profile.Transcript.Language, voice.Profile.Transcript.LanguageProbability));
    }
}
