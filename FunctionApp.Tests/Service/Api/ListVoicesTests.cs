using System.Net;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>The list of voices, among those of all other tests.</summary>
[Collection(ServiceCollection.Name)]
public sealed class ListVoicesTests(ServiceFixture fixture)
{
    [Fact]
    public async Task ListVoices_InPages_AreNewestFirstAndEachOnce()
    {
        var label = Guid.NewGuid().ToString("N");
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await PostTextAsync($"{label}-{i}.wav"));
            await Task.Delay(TimeSpan.FromSeconds(1.1)); // storage tells times in whole seconds
        }

        var pages = new List<VoiceList>();
        do
        {
            pages.Add(await ListAsync($"limit=2&name={label.ToUpperInvariant()}&continuation={pages.LastOrDefault()?.Continuation}"));
        }
        while (pages[^1].Continuation is not null);

        Assert.Equal([2, 1], pages.Select(page => page.Voices.Count));
        var voices = pages.SelectMany(page => page.Voices).ToList();
        Assert.Equal(Enumerable.Reverse(ids), voices.Select(voice => voice.Id));
        Assert.Equal([$"{label}-2.wav", $"{label}-1.wav", $"{label}-0.wav"], voices.Select(voice => voice.Name));
        Assert.All(
            voices, voice => Assert.InRange(voice.Uploaded, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    [Fact]
    public async Task ListVoices_ByStatus_HasThoseThatStandSo()
    {
        var label = Guid.NewGuid().ToString("N");
        var rejected = await PostTextAsync($"{label}.wav");
        var completed = await fixture.Service.PostAsync(fixture.English);
        await fixture.Service.FinishAsync(rejected);
        var profile = (await fixture.Service.FinishAsync(completed)).Profile!;

        var rejections = (await ListAsync($"status=rejected&name={label}")).Voices;
        var all = (await ListAsync($"name={label}")).Voices;

        Assert.Equal(
            (rejected, VoiceState.Rejected, "clip_is_text"),
            (rejections.Single().Id, rejections.Single().Status, rejections.Single().Code));
        Assert.Equal(rejections, all.Where(voice => voice.Status == VoiceState.Rejected));
        Assert.Empty((await ListAsync($"status=failed&name={label}")).Voices);
        var byName = (
            await ListAsync(
                $"status=completed&name={Path.GetFileName(fixture.English)}&limit=100")).Voices.Single(voice => voice.Id == completed);
        Assert.Equal((VoiceState.Completed, profile.Verdict.Grade), (byName.Status, byName.Grade));
    }

    [Fact]
    public async Task ListVoices_BeingPrepared_SaysWhereTheyStand()
    {
        var id = await fixture.Service.PostAsync(fixture.English);

        var voice = (await ListAsync("limit=100")).Voices.Single(voice => voice.Id == id);

        Assert.True(voice.Status is VoiceState.Queued or VoiceState.Running or VoiceState.Completed, voice.ToString());
        await fixture.Service.FinishAsync(id);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=many")]
    [InlineData("status=done")]
    [InlineData("status=1")]
    [InlineData("status=completed,failed")]
    [InlineData("continuation=..")]
    [InlineData("continuation=aW5kZXgv")]
    public async Task ListVoices_ParameterThatIsNone_IsRefused(string query)
    {
        using var response = await fixture.Service.Http.GetAsync($"api/voices?{query}");

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, "parameter_invalid");
    }

    private async Task<string> PostTextAsync(string fileName)
    {
        using var response = await fixture.Service.Http.PostAsync(
            $"api/voices?fileName={fileName}", new StringContent("This is not a recording.\n"));
        return response.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1];
    }

    private async Task<VoiceList> ListAsync(string query) =>
        JsonSerializer.Deserialize(await fixture.Service.Http.GetStringAsync($"api/voices?{query}"), VoiceJson.Default.VoiceList)!;
}
