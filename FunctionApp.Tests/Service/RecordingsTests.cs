using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Service;

/// <summary>One voice out of several recordings, through the whole service.</summary>
[Collection(ServiceCollection.Name)]
public sealed class RecordingsTests(ServiceFixture fixture)
{
    private const string Anna = "en-us";

    [Fact]
    public async Task StartVoice_ThreeOfOneVoiceAndOneOfAnother_LeavesTheOtherOutWithItsFigure()
    {
        var profile = await PrepareAsync(
            await PostAsync("anna", await SpeakAsync(Anna), await SpeakAsync("de+f3"), await SpeakAsync(Anna), await SpeakAsync(Anna)));

        Assert.Equal(("anna", 1, VoiceProfile.CurrentSchemaVersion), (profile.Name, profile.Version, profile.SchemaVersion));
        Assert.Equal([null, "another_speaker", null, null], profile.Recordings!.Select(recording => recording.Rejection?.Code));
        var other = profile.Recordings![1];
        Assert.Contains($"similarity to them is {other.Similarity:0.00}", other.Rejection!.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Part);
        Assert.Equal(1, profile.Recordings.Sum(recording => recording.Part), 5); // told to a millionth
        Assert.All(
            profile.Recordings.Where(recording => recording != other), recording => Assert.True(recording.Similarity > other.Similarity));
        Assert.All(profile.Recordings, recording => Assert.True(recording is { Verdict.Checks.Count: > 10, Transcript.Text.Length: > 0 }));
    }

    [Fact]
    public async Task StartVoice_Several_AveragesTheirPiecesAndTakesTheFilesOfOne()
    {
        var id = await PostAsync("anna", fixture.English, await SpeakAsync(Anna, 24));
        var profile = await PrepareAsync(id);

        var parts = await Task.WhenAll(
            profile.Recordings!.Select(async recording =>
                (Profile: (await fixture.Service.FindAsync(recording.Id))!.Profile!, Values: await EmbeddingAsync(recording.Id))));
        var pieces = parts.Sum(part => part.Profile.Embedding.Pieces!.Value);
        Assert.Equal((3, 3), (pieces, profile.Embedding.Pieces));
        Assert.Equal(
            parts.Select(part => (double)part.Profile.Embedding.Pieces!.Value / pieces),
            profile.Recordings!.Select(recording => recording.Part),
            (a, b) => Math.Abs(a - b) < 1e-5);
        var joined = await EmbeddingAsync(id);
        for (var i = 0; i < joined.Length; i++)
            Assert.Equal(parts.Sum(part => part.Values[i] * part.Profile.Embedding.Pieces!.Value) / pieces, joined[i], 1e-4f);

        var reference = parts.Single(part => part.Profile.Source.Name == profile.Source.Name).Profile;
        foreach (var file in VoiceFiles.Public.Where(file => file != VoiceFiles.Embedding))
            Assert.Equal(await FileAsync(reference.Id, file), await FileAsync(id, file));
    }

    [Fact]
    public async Task StartVoice_OneRejectedOfThree_IsMadeOfTheRest()
    {
        var profile = await PrepareAsync(await PostAsync("anna", fixture.English, await ShortAsync(), await SpeakAsync(Anna)));

        Assert.Equal([null, "clip_too_short", null], profile.Recordings!.Select(recording => recording.Rejection?.Code));
        Assert.Equal([0.5, 0, 0.5], profile.Recordings!.Select(recording => recording.Part));
    }

    [Fact]
    public async Task StartVoice_AllRejected_IsRejectedWithEachReason()
    {
        var voice = await fixture.Service.FinishAsync(await PostAsync("anna", await ShortAsync(), await ShortAsync()));

        Assert.Equal((VoiceState.Rejected, "no_recording_usable"), (voice.Status, voice.Rejection!.Code));
        Assert.Equal(["clip_too_short", "clip_too_short"], voice.Recordings!.Select(recording => recording.Rejection!.Code));
    }

    [Fact]
    public async Task StartVoice_Several_AreListedAndToldOfAsOneVoice()
    {
        var name = $"v{Guid.NewGuid():N}";
        var (one, two) = (await CopyAsync(fixture.English, name), await CopyAsync(fixture.English, name));
        var profile = await PrepareAsync(await PostAsync(name, one, two));

        var list = JsonSerializer.Deserialize(
            await fixture.Service.Http.GetStringAsync($"api/voices?name={name}"), VoiceJson.Default.VoiceList)!;
        Assert.Equal((profile.Id, name, VoiceState.Completed), list.Voices.Select(voice => (voice.Id, voice.Name, voice.Status)).Single());
        using var feedback = await fixture.Service.Http.PostAsync(
            $"api/voices/{profile.Id}/feedback", new StringContent("""{ "score": 5 }"""));
        Assert.Equal(HttpStatusCode.OK, feedback.StatusCode);
        using var retried = await fixture.Service.Http.PostAsync($"api/voices/{profile.Id}/retry", content: null);
        Assert.Equal(HttpStatusCode.OK, retried.StatusCode);
    }

    [Fact]
    public async Task StartVoice_ClipsInTheContainer_AreOneVoiceHoweverOftenItIsAskedFor()
    {
        string[] clips = [$"{Guid.NewGuid():N}/a.wav", $"{Guid.NewGuid():N}/b.wav"];
        foreach (var clip in clips)
            await fixture.Clips.GetBlobClient(clip).UploadAsync(await SpeakAsync(Anna));

        var (status, id) = await NameAsync("api/voices", new NamedRecordings(clips));
        var profile = await PrepareAsync(id);
        var again = await NameAsync("api/voices", new NamedRecordings([clips[1], clips[0]], Name: "a.wav"));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal((HttpStatusCode.OK, id), again);
        Assert.Equal(("a.wav", clips[0], clips[1]), (profile.Name, profile.Recordings![0].Source.Name, profile.Recordings[1].Source.Name));
    }

    [Fact]
    public async Task StartVoice_ClipThatIsNotThere_IsNotFound()
    {
        using var response = await fixture.Service.Http.PostAsync(
            "api/voices", JsonContent.Create(new NamedRecordings(["no such clip.wav"]), VoiceJson.Default.NamedRecordings));

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "clip_not_found");
    }

    [Theory]
    [InlineData(0, "recordings_invalid")]
    [InlineData(26, "recordings_invalid")]
    [InlineData(-1, "malformed_request")]
    public async Task StartVoice_NumberOfRecordingsThatCannotBe_IsRefused(int count, string code)
    {
        var json = count < 0 ? "{}" : $$"""{ "clips": [ {{string.Join(", ", Enumerable.Repeat("\"a.wav\"", count))}} ] }""";

        using var response = await fixture.Service.Http.PostAsync("api/voices", new StringContent(json, null, "application/json"));

        await Problem.AssertAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task AddRecordings_ToAVoiceOfOneClip_MakesANewVersionAndKeepsTheOld()
    {
        var single = await fixture.Service.PrepareAsync(fixture.English);

        var second = await PrepareAsync(await fixture.Service.PostTogetherAsync([await SpeakAsync(Anna)], to: single.Id));
        var third = await PrepareAsync(await fixture.Service.PostTogetherAsync([await SpeakAsync(Anna)], to: second.Id));
        await DeleteAsync(third.Id);

        Assert.Equal((2, 2, 3, 3), (second.Version, second.Recordings!.Count, third.Version, third.Recordings!.Count));
        Assert.Equal("english.wav", third.Name);
        Assert.Equal(single.Id, second.Recordings[0].Id);
        Assert.NotNull((await fixture.Service.FindAsync(single.Id))!.Profile);
        Assert.NotNull((await fixture.Service.FindAsync(second.Recordings[1].Id))!.Profile); // the second version has it still
        Assert.Null(await fixture.Service.FindAsync(third.Recordings[2].Id));
    }

    [Fact]
    public async Task AddRecordings_ToNoVoice_IsNotFound()
    {
        using var response = await fixture.Service.Http.PostAsync(
            "api/voices/00000000000000000000000000000000/recordings", new ByteArrayContent([1]));

        await Problem.AssertAsync(response, HttpStatusCode.NotFound, "voice_not_found");
    }

    [Fact]
    public async Task DeleteVoice_OneRecording_MakesTheVoiceAnewWithoutIt()
    {
        var voice = await PrepareAsync(await PostAsync("anna", fixture.English, await SpeakAsync(Anna), await SpeakAsync(Anna)));
        var (withdrawn, kept) = (voice.Recordings![1], voice.Recordings.Where((_, i) => i != 1));

        var report = await DeleteAsync(withdrawn.Id);

        var remade = Assert.Single(report.Remade!);
        Assert.Equal(voice.Id, remade.Id);
        var anew = await PrepareAsync(remade.Anew!);
        Assert.Equal(("anna", 2), (anew.Name, anew.Version));
        Assert.Equal(kept.Select(recording => recording.Id), anew.Recordings!.Select(recording => recording.Id));
        await AssertGoneAsync(voice.Id);
        await AssertGoneAsync(withdrawn.Id);
        Assert.False(await fixture.Clips.GetBlobClient(withdrawn.Source.Name).ExistsAsync());

        var all = await DeleteAsync(anew.Id);

        foreach (var recording in kept)
        {
            Assert.Contains($"{recording.Id}/clip", all.Erased);
            await AssertGoneAsync(recording.Id);
            Assert.False(await fixture.Clips.GetBlobClient(recording.Source.Name).ExistsAsync());
        }

        await AssertGoneAsync(anew.Id);
    }

    [Fact]
    public async Task DeleteVoice_WhileItsRecordingsArePrepared_LeavesNothing()
    {
        string[] files = [fixture.English, await SpeakAsync(Anna), await SpeakAsync(Anna)];
        var id = await PostAsync("anna", files);
        await Eventually.IsAsync(async () =>
            await fixture.Service.FindAsync(id) is { Status: not VoiceState.Queued } voice ? voice : null, () => "a voice that runs");
        var recordings = await RecordingsOfAsync(id);

        await DeleteAsync(id);

        await fixture.Service.PrepareAsync(fixture.English);
        Assert.Equal(files.Length, recordings.Count);
        await Eventually.SucceedsAsync(async () =>
        {
            await AssertGoneAsync(id);
            foreach (var recording in recordings)
                await AssertGoneAsync(recording);
        });
    }

    [Fact]
    public async Task StartVoice_TwentyFiveRecordings_ArePreparedWithinBoundedMemory()
    {
        const long LimitBytes = 1_000_000_000;
        var file = await SpeakAsync(Anna);

        var voice = PrepareAsync(await PostAsync("anna", [.. Enumerable.Repeat(file, 25)]));
        var peak = 0L;
        while (!voice.IsCompleted)
        {
            peak = Math.Max(peak, OwnBytes(fixture.Service.Worker!.Value));
            await Task.WhenAny(voice, Task.Delay(100));
        }

        var profile = await voice;
        Assert.Equal(25, profile.Recordings!.Count(recording => recording.Rejection is null));
        Assert.All(profile.Recordings!, recording => Assert.Equal(1.0 / 25, recording.Part, 6));
        Assert.InRange(peak, 1, LimitBytes);
    }

    private static long OwnBytes(int process) => 1024 * File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));

    private async Task<string> SpeakAsync(string voice, double? seconds = null)
    {
        var file = fixture.NewFile(".wav");
        var words = seconds is null ? ServiceFixture.EnglishWords : [.. ServiceFixture.EnglishWords, .. ServiceFixture.EnglishWords];
        await Recording.SpeakAsync(file, voice, words, seconds: seconds);
        return file;
    }

    private async Task<string> ShortAsync()
    {
        var file = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, file, "-t", "2");
        return file;
    }

    private async Task<string> CopyAsync(string file, string name)
    {
        var copy = Path.ChangeExtension(fixture.NewFile(".wav"), $".{name}.wav");
        await using (var to = File.Create(copy))
            await to.WriteAsync(await File.ReadAllBytesAsync(file));
        return copy;
    }

    private Task<string> PostAsync(string name, params string[] files) => fixture.Service.PostTogetherAsync(files, name);

    private async Task<(HttpStatusCode Status, string Id)> NameAsync(string path, NamedRecordings named)
    {
        using var response = await fixture.Service.Http.PostAsync(path, JsonContent.Create(named, VoiceJson.Default.NamedRecordings));
        return (response.EnsureSuccessStatusCode().StatusCode, response.Headers.Location!.ToString().Split('/')[^1]);
    }

    private async Task<VoiceProfile> PrepareAsync(string id)
    {
        var voice = await fixture.Service.FinishAsync(id);
        Assert.True(voice.Profile is not null, $"{voice}\n{fixture.Service.Log}");
        return voice.Profile;
    }

    private Task<byte[]> FileAsync(string id, string file) => fixture.Service.Http.GetByteArrayAsync($"api/voices/{id}/files/{file}");

    private async Task<float[]> EmbeddingAsync(string id) =>
        NpyFile.Read(new MemoryStream(await FileAsync(id, VoiceFiles.Embedding))).Values;

    private async Task<IReadOnlyList<string>> RecordingsOfAsync(string id) =>
        [
            .. (await fixture.Voices.GetBlobsAsync(new GetBlobsOptions { Prefix = "members/" }).ToListAsync())
                .Select(blob => blob.Name.Split('/'))
                .Where(name => name[2] == id)
                .Select(name => name[1]),
        ];

    private async Task<ErasureReport> DeleteAsync(string id)
    {
        using var response = await fixture.Service.Http.DeleteAsync($"api/voices/{id}");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{text}\n{fixture.Service.Log}");
        return JsonSerializer.Deserialize(text, VoiceJson.Default.ErasureReport)!;
    }

    private async Task AssertGoneAsync(string id)
    {
        using var voice = await fixture.Service.Http.GetAsync($"api/voices/{id}");
        using var history = await fixture.Service.Http.GetAsync($"runtime/webhooks/durabletask/instances/{id}");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (voice.StatusCode, history.StatusCode));
        Assert.Equal(
            [$"erased/{id}"],
            fixture.Voices.GetBlobs().Select(blob => blob.Name).Where(name => name.Contains(id, StringComparison.Ordinal)));
        Assert.DoesNotContain(fixture.Work.GetBlobs(), blob => blob.Name.StartsWith(id, StringComparison.Ordinal));
    }
}
