using System.Diagnostics;
using VoicePrep.Cli.Bench;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class EngineTests(WhisperFixture whisper)
{
    private static readonly string Demo = Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin");

    [Fact]
    public void Status_OfALoadedEngine_NamesProfileAndDevice()
    {
        var status = whisper.Engine.Status;

        Assert.Equal(("demo-float16", "cpu", true), (status.ModelProfile, status.Device, status.IsReady));
        Assert.NotEmpty(status.LibraryVersion);
    }

    [Fact]
    public async Task TranscribeAsync_BeforeTheModelIsLoaded_WaitsAndIsCold()
    {
        using var engine = WhisperFixture.Create(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu, BatchSize = 1 });
        var clip = SpokenDigits.Say("one two three");
        var cold = engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None);
        Assert.False(engine.Status.IsReady);

        engine.Prepare();
        engine.Load();

        Assert.False((await cold).Warm);
        Assert.True((await engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None)).Warm);
    }

    [Fact]
    public async Task TranscribeAsync_MoreClipsThanPlaces_AreServedInOrder()
    {
        using var engine = WhisperFixture.Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu, BatchSize = 1 });
        var clip = SpokenDigits.Say("one two three");
        List<int> finished = [];

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async i =>
        {
            await engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None);
            lock (finished)
                finished.Add(i);
        }));

        Assert.Equal([0, 1, 2, 3, 4], finished);
    }

    [Fact]
    public async Task TranscribeAsync_AsManyClipsAsPlaces_NoneWaits()
    {
        var clip = SpokenDigits.Say("one two three");

        var together = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => whisper.Engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None)));
        while (!together.IsCompleted)
        {
            Assert.Equal(0, whisper.Engine.Status.Waiting);
            await Task.Delay(1);
        }

        var results = await together;
        Assert.All(results, result => Assert.Equal("one two three", result.Transcript.Text));
    }

    [Fact]
    public async Task TranscribeAsync_Cancelled_FreesItsPlaceWhileTheEncoderStillRuns()
    {
        using var file = new TemporaryFile();
        RandomModel.Write(file.Path, "tiny", GgmlFile.Read(Demo), script: [50364, 1000, 1037, 51864, 50257]);
        using var engine = WhisperFixture.Start(new() { Model = file.Path, Device = WhisperDevice.Cpu, BatchSize = 1 });
        var clip = SpokenDigits.Say("one two three");
        using var cancellation = new CancellationTokenSource();
        var cancelled = engine.TranscribeAsync(clip.Samples, null, "en", cancellation.Token);
        var next = engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None);
        while ((engine.Status.Running, engine.Status.Waiting) != (1, 1))
            await Task.Delay(5);

        var watch = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        while (engine.Status.Waiting > 0)
            await Task.Delay(5);

        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000); // 200 ms is promised; the rest is for a busy machine.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await next;
    }

    [Fact]
    public void Load_FileGoneSinceTheStart_IsAFault()
    {
        using var file = new TemporaryFile();
        File.Copy(Demo, file.Path, overwrite: true);
        using var engine = WhisperFixture.Create(new() { Model = file.Path, Device = WhisperDevice.Cpu });
        engine.Prepare();
        File.Delete(file.Path);

        Assert.Throws<WhisperException>(engine.Load);

        Assert.False(engine.Status.IsReady);
        Assert.NotNull(engine.Status.Fault);
    }

    [Fact]
    public async Task TranscribeAsync_MoreThanThirtySeconds_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => whisper.Engine.TranscribeAsync(new float[31 * 16_000], null, "en", CancellationToken.None));

    [Fact]
    public async Task TranscribeAsync_LanguageTheModelDoesNotKnow_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => whisper.Engine.TranscribeAsync(SpokenDigits.Say("one").Samples, null, "xx", CancellationToken.None));

    [Fact]
    public void Prepare_CudaOnAMachineWithout_IsAnErrorThatSaysSo()
    {
        using var engine = WhisperFixture.Create(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cuda });

        var error = Assert.Throws<WhisperException>(engine.Prepare);

        Assert.Contains("Whisper__Device is cuda", error.Message, StringComparison.Ordinal);
    }
}
