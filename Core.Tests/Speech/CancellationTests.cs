using VoicePrep.Benchmarks;
using VoicePrep.Speech;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Speech;

[Collection(AloneTests.Name)]
public sealed class CancellationTests
{
    [Fact]
    public async Task TranscribeAsync_Cancelled_FreesItsPlaceWhileTheEncoderStillRuns()
    {
        using var file = new TemporaryFile();
        RandomModel.Write(file.Path, "tiny", script: [50364, 1000, 1037, 51864, 50257]);
        using var engine = WhisperFixture.Start(new() { Model = file.Path, Device = WhisperDevice.Cpu, Concurrency = "1" });
        var clip = SpokenDigits.Say("one two three");

        // Two clips run at once over one place only if the first lost it before its native call was over. A slow machine may look too
        // late.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using var cancellation = new CancellationTokenSource();
            var cancelled = engine.TranscribeAsync(clip.Samples, null, "en", cancellation.Token);
            var next = engine.TranscribeAsync(clip.Samples, null, "en", CancellationToken.None);
            while (engine.Status.Running == 0 && !cancelled.IsCompleted)
                await Task.Delay(1);
            await cancellation.CancelAsync();

            var most = 0;
            while (!next.IsCompleted)
            {
                most = Math.Max(most, engine.Status.Running);
                await Task.Delay(1);
            }
            Assert.NotEmpty((await next).Transcript.Segments);
            if (most == 2)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
                return;
            }
        }

        Assert.Fail("The next clip never began while the cancelled one was being encoded.");
    }
}
