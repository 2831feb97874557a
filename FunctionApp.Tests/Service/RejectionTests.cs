using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>A clip that cannot be prepared gives a result with a stable code.</summary>
[Collection(ServiceCollection.Name)]
public sealed class RejectionTests(ServiceFixture fixture)
{
    [Fact]
    public async Task PrepareVoice_FourSecondClip_IsTooShortWithBothNumbers()
    {
        var clip = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, clip, "-t", "4");

        var rejection = await RejectAsync(await fixture.Service.PostAsync(clip), "clip_too_short");

        Assert.Contains("4.0", rejection, StringComparison.Ordinal);
        Assert.Contains("5", rejection, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareVoice_Rejected_HasAWaveformAndNoOtherFile()
    {
        var clip = fixture.NewFile(".wav");
        await Recording.ConvertAsync(fixture.English, clip, "-t", "4");
        var id = await fixture.Service.PostAsync(clip);
        await fixture.Service.FinishAsync(id);

        var waveform = JsonSerializer.Deserialize(
            await fixture.Service.Http.GetStringAsync($"api/voices/{id}/files/waveform.json"), VoiceJson.Default.Waveform)!;
        using var reference = await fixture.Service.Http.GetAsync($"api/voices/{id}/files/reference.wav");

        Assert.Equal(4, waveform.Seconds, 0.1);
        Assert.NotEmpty(waveform.Speech);
        await Problem.AssertAsync(reference, HttpStatusCode.NotFound, "voice_not_complete");
    }

    [Fact]
    public async Task PrepareVoice_Garbage_IsNotAudio()
    {
        var garbage = new byte[50_000];
        new Random(1).NextBytes(garbage);

        await RejectAsync(await PostAsync(garbage), "not_audio");
    }

    [Fact]
    public async Task PrepareVoice_TextNamedWav_IsText() =>
        await RejectAsync(
            await PostAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("This is not a recording.\n", 400)))), "clip_is_text");

    [Fact]
    public async Task PrepareVoice_VideoWithoutSound_HasNoAudioStream()
    {
        var clip = fixture.NewFile(".mp4");
        await Recording.VideoWithoutSoundAsync(clip, seconds: 6);

        await RejectAsync(await fixture.Service.PostAsync(clip), "no_audio_stream");
    }

    [Fact]
    public async Task PrepareVoice_MetadataWithUnknownLanguage_SaysWhatItCanBe()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["language"] = "klingon" },
        };
        var stored = await fixture.Clips.GetBlobClient(name).UploadAsync(fixture.English, options);

        Assert.Contains(
            "'klingon'", await RejectAsync(VoiceId.For(name, stored.Value.ETag.ToString()), "language_unknown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareVoice_EmptyBlob_IsEmpty()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var stored = await fixture.Clips.GetBlobClient(name).UploadAsync(BinaryData.FromString(""));

        await RejectAsync(VoiceId.For(name, stored.Value.ETag.ToString()), "clip_empty");
    }

    [Fact]
    public async Task PrepareVoice_Rejected_IsStoredAndLeavesNoWork()
    {
        var id = await PostAsync(new byte[10_000]);
        await fixture.Service.FinishAsync(id);

        Assert.True(await fixture.Voices.GetBlobClient($"{id}/rejection.json").ExistsAsync());
        Assert.DoesNotContain(fixture.Work.GetBlobs(), blob => blob.Name.StartsWith(id, StringComparison.Ordinal));
    }

    private async Task<string> PostAsync(byte[] content)
    {
        var file = fixture.NewFile(".wav");
        await File.WriteAllBytesAsync(file, content);
        return await fixture.Service.PostAsync(file);
    }

    private async Task<string> RejectAsync(string id, string code)
    {
        var voice = await fixture.Service.FinishAsync(id);

        Assert.Equal((VoiceState.Rejected, code), (voice.Status, voice.Rejection?.Code));
        Assert.NotEmpty(voice.Rejection!.Advice);
        return voice.Rejection.Message;
    }
}
