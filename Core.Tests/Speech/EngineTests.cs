using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Speech.Native;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class EngineTests(WhisperFixture whisper)
{
    [Fact]
    public void Status_OfALoadedEngine_NamesProfileAndDevice()
    {
        var status = whisper.Engine.Status;

        Assert.Equal(
            ("demo-float16", "cpu", true, WhisperFixture.Places), (status.ModelProfile, status.Device, status.IsReady, status.Places));
        Assert.NotEmpty(status.LibraryVersion);
    }

    [Fact]
    public void Prepare_PlacesLeftToTheDevice_TellsThem()
    {
        using var engine = WhisperFixture.Create(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu });
        Assert.Equal(0, engine.Status.Places);

        engine.Prepare();

        Assert.InRange(engine.Status.Places, 1, 3);
    }

    /// <summary>A word eight times over looks like a loop, and is decoded again at every temperature.</summary>
    [Fact]
    public async Task TranscribeAsync_PlacesLeftToTheDevice_DecodesWarmerToo()
    {
        using var engine = WhisperFixture.Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu });

        var result = await engine.TranscribeAsync(
            SpokenDigits.Say("four four four four four four four four").Samples, null, "en", CancellationToken.None);

        Assert.False(result.Transcript.Reliable);
    }

    [Fact]
    public async Task TranscribeAsync_BeforeTheModelIsLoaded_WaitsAndIsCold()
    {
        using var engine = WhisperFixture.Create(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu, Concurrency = "1" });
        var clip = SpokenDigits.Say("one two three");
        var cold = engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None);
        Assert.False(engine.Status.IsReady);

        engine.Prepare();
        await engine.LoadAsync();

        Assert.False((await cold).Warm);
        Assert.True((await engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None)).Warm);
    }

    [Fact]
    public async Task TranscribeAsync_MoreClipsThanPlaces_AreServedInOrder()
    {
        using var engine = WhisperFixture.Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu, Concurrency = "1" });
        var clip = SpokenDigits.Say("one two three");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None)));

        Assert.Equal(results.Order(Comparer<Transcription>.Create((a, b) => a.Queued.CompareTo(b.Queued))), results);
    }

    [Fact]
    public async Task TranscribeAsync_AsManyClipsAsPlaces_NoneWaits()
    {
        var clip = SpokenDigits.Say("one two three");

        var together = Task.WhenAll(
            Enumerable.Range(0, WhisperFixture.Places)
                .Select(_ => whisper.Engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None)));
        while (!together.IsCompleted)
        {
            Assert.Equal(0, whisper.Engine.Status.Waiting);
            await Task.Delay(1);
        }

        var results = await together;
        Assert.All(results, result => Assert.Equal("one two three", result.Transcript.Text));
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 5)]
    [InlineData(20, 1)]
    public void EncoderThreads_ByTheClipsThatRun_ShareTheCores(int running, int threads) =>
        Assert.Equal(threads, WhisperEngine.EncoderThreads(cores: 16, running));

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(16, 3, 6)]
    public void DecoderThreads_ByThePlaces_ShareTheCores(int cores, int places, int threads) =>
        Assert.Equal(threads, WhisperEngine.DecoderThreads(cores, places));

    [Fact]
    public async Task LoadAsync_FileGoneSinceTheStart_IsAFault()
    {
        using var file = new TemporaryFile();
        File.Copy(WhisperFixture.DemoFile, file.Path, overwrite: true);
        using var engine = WhisperFixture.Create(new() { Model = file.Path, Device = WhisperDevice.Cpu });
        engine.Prepare();
        File.Delete(file.Path);

        await Assert.ThrowsAsync<WhisperException>(engine.LoadAsync);

        Assert.False(engine.Status.IsReady);
        Assert.NotNull(engine.Status.Fault);
    }

    [Fact]
    public async Task TranscribeAsync_MoreThanThirtySeconds_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            whisper.Engine.TranscribeAsync(new float[31 * 16_000], null, "en", CancellationToken.None));

    [Fact]
    public async Task TranscribeAsync_LanguageTheModelDoesNotKnow_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            whisper.Engine.TranscribeAsync(SpokenDigits.Say("one").Samples, null, "xx", CancellationToken.None));

    [Fact]
    public void Prepare_CudaOnAMachineWithout_IsAnErrorThatSaysSo()
    {
        using var engine = WhisperFixture.Create(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cuda });

        var error = Assert.Throws<WhisperException>(engine.Prepare);

        Assert.Contains("Whisper__Device is cuda", error.Message, StringComparison.Ordinal);
    }
}
