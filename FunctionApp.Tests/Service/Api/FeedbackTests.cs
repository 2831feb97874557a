using System.Net;
using System.Text;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>What users say of the clones.</summary>
[Collection(ServiceCollection.Name)]
public sealed class FeedbackTests(ServiceFixture fixture)
{
    [Fact]
    public async Task GiveFeedback_TwiceForOneVoice_CountsTheLast()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;
        var before = await MeanAsync();

        using var first = await GiveAsync(id, """{ "score": 2, "comment": "thin" }""");
        using var second = await GiveAsync(id, """{ "score": 5, "comment": "よい\n" }""");
        var after = await MeanAsync();
        using var said = await fixture.Service.Http.GetAsync($"api/voices/{id}/feedback");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(
            new Feedback(5, "よい\n"), JsonSerializer.Deserialize(await second.Content.ReadAsStringAsync(), VoiceJson.Default.Feedback));
        Assert.Equal(await second.Content.ReadAsStringAsync(), await said.Content.ReadAsStringAsync());
        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(before.Count * before.Mean + 5, after.Count * after.Mean, precision: 3);
    }

    [Fact]
    public async Task GetFeedback_NothingSaid_IsNoContent()
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;

        using var none = await fixture.Service.Http.GetAsync($"api/voices/{id}/feedback");
        using var unknown = await fixture.Service.Http.GetAsync("api/voices/00000000000000000000000000000000/feedback");

        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        await Problem.AssertAsync(unknown, HttpStatusCode.NotFound, "voice_not_found");
    }

    [Theory]
    [InlineData("""{ "score": 0 }""", "feedback_invalid")]
    [InlineData("""{ "score": 6 }""", "feedback_invalid")]
    [InlineData("""{ "comment": "no score" }""", "feedback_invalid")]
    [InlineData("""{ "score": 4.5 }""", "malformed_request")]
    [InlineData("""{ "score": "five" }""", "malformed_request")]
    [InlineData("null", "malformed_request")]
    [InlineData("", "malformed_request")]
    public async Task GiveFeedback_NotOfTheForm_IsRefused(string body, string code)
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;

        using var response = await GiveAsync(id, body);

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData(2000, HttpStatusCode.OK)]
    [InlineData(2001, HttpStatusCode.BadRequest)]
    [InlineData(2_000_000, HttpStatusCode.BadRequest)]
    public async Task GiveFeedback_LongComment_IsTakenUpToTheLimit(int characters, HttpStatusCode status)
    {
        var id = (await fixture.Service.PrepareAsync(fixture.English)).Id;

        using var response = await GiveAsync(id, $$"""{ "score": 3, "comment": "{{new string('x', characters)}}" }""");

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task GiveFeedback_VoiceThatIsNotComplete_IsNotFound()
    {
        using var response = await GiveAsync("00000000000000000000000000000000", """{ "score": 3 }""");

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
    }

    private Task<HttpResponseMessage> GiveAsync(string id, string body) =>
        fixture.Service.Http.PostAsync($"api/voices/{id}/feedback", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<FeedbackMean> MeanAsync() =>
        JsonSerializer.Deserialize(await fixture.Service.Http.GetStringAsync("api/feedback"), VoiceJson.Default.FeedbackReport)!
            .ModelProfiles.SingleOrDefault(mean => mean.ModelProfile == "demo-float16") ?? new("demo-float16", 0, 0);
}
