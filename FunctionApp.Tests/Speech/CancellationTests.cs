using System.Diagnostics;
using VoicePrep.Cli.Bench;
using VoicePrep.Speech;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Speech;

[Collection(AloneTests.Name)]
public sealed class CancellationTests
{
    [Fact]
    public async Task TranscribeAsync_Cancelled_FreesItsPlaceWhileTheEncoderStillRuns()
    {
        using var file = new TemporaryFile();
        using var engine = StartSlow(file);
        var clip = SpokenDigits.Say("one two three");
        using var cancellation = new CancellationTokenSource();
        var cancelled = engine.TranscribeAsync(clip.Samples, null, "en", cancellation.Token);
        var next = engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None);
        while ((engine.Status.Running, engine.Status.Waiting) != (1, 1))
        {
            Assert.False(cancelled.IsCompleted, "The clip was done before the machine came to look.");
            await Task.Delay(5);
        }

        var watch = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        await Eventually.SucceedsAsync(
            () =>
            {
                Assert.Equal(0, engine.Status.Waiting);
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(30));

        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000); // 200 ms is promised; the rest is for a slow machine.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await next;
    }

    [Fact]
    public async Task TranscribeAsync_CancelledManyTimes_UsesNoMoreThanOneSpareSessionAPlace()
    {
        using var file = new TemporaryFile();
        using var engine = StartSlow(file);
        var clip = SpokenDigits.Say("one two three");

        for (var i = 0; i < 6; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var cancelled = engine.TranscribeAsync(clip.Samples, null, "en", cancellation.Token);
            while (engine.Status.Running == 0 && !cancelled.IsCompleted)
                await Task.Delay(1);
            Assert.InRange(engine.Status.Running, 0, 2);
            await cancellation.CancelAsync();
            await Record.ExceptionAsync(() => cancelled); // none where the machine came to look after the clip was done
        }

        Assert.NotEmpty((await engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None)).Transcript.Segments);
    }

    /// <summary>One place over a model whose encoder pass lasts long enough to look at.</summary>
    private static WhisperEngine StartSlow(TemporaryFile file)
    {
        RandomModel.Write(file.Path, "tiny", script: [50364, 1000, 1037, 51864, 50257]);
        return WhisperFixture.Start(new() { Model = file.Path, Device = WhisperDevice.Cpu, BatchSize = 1 });
    }
}
