using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Window;
using VoicePrep.Signal;

namespace VoicePrep.Tests.Audio;

public sealed class WindowTests
{
    /// <summary>40 s of something else, then 25 s of speech.</summary>
    [Theory]
    [InlineData("silence", "anullsrc=r=22050:cl=mono:d=40")]
    [InlineData("noise", "anoisesrc=d=40:r=22050:c=pink:a=0.3:seed=1")]
    [InlineData("music", "aevalsrc='0.2*sin(2*PI*t*(220+110*mod(floor(t*2),4)))+0.1*sin(2*PI*t*(330+55*mod(floor(t*4),3)))':s=22050:d=40")]
    public async Task Best_SpeechAfterSomethingElse_IsFound(string name, string before)
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(25, "speech.wav");
        var clip = await bench.MakeAsync(
            "-f", "lavfi", "-i", before, "-i", bench.File("speech.wav"), "-filter_complex", "[0][1]concat=n=2:v=0:a=1", $"{name}.wav");

        var valid = await bench.AcceptAsync(clip);
        var again = await bench.AcceptAsync(clip);

        Assert.True(valid.Trimmed);
        Assert.InRange(valid.Window.StartSeconds, 35, 41);
        Assert.InRange(valid.Window.Seconds, 20, 30);
        Assert.True(valid.Window.Score > valid.Window.ScoreOfFirst);
        Assert.Equal(valid.Window, again.Window);
    }

    [Fact]
    public async Task Best_OneLongSpeech_BeginsAndEndsInPauses()
    {
        using var bench = new AudioWorkbench();

        var valid = await bench.AcceptAsync(await bench.SpeakAsync(70, "long.wav"));

        Assert.InRange(valid.Window.Seconds, 20, 30);
        var (speech, reference) = bench.Convert();
        AssertEdgesAreQuiet(speech, VoiceActivity.SampleRate);
        AssertEdgesAreQuiet(reference, SampleRates.Reference);
    }

    /// <summary>Wherever a window ends, no word is cut, judged by voice activity and by level.</summary>
    [Theory]
    [InlineData(7, 6)]
    [InlineData(12, 9)]
    [InlineData(20, 13)]
    [InlineData(30, 17.5)]
    public async Task Best_WindowsOfManyLengths_CutNoWord(double maxSeconds, double spokenFrom)
    {
        using var bench = new AudioWorkbench(clip => clip.MaxSeconds = maxSeconds);
        await bench.SpeakAsync(70, "speech.wav");
        // With noise, so that nothing is digital silence.
        var clip = await bench.MakeAsync(
            "-ss", $"{spokenFrom}", "-i", bench.File("speech.wav"), "-f", "lavfi", "-i", "anoisesrc=d=80:r=22050:c=pink:a=0.001:seed=1",
            "-filter_complex", "[0]adelay=400,apad=pad_dur=0.4[voice];[voice][1]amix=inputs=2:duration=first:normalize=0", "clip.wav");

        var valid = await bench.AcceptAsync(clip);
        var (speech, reference) = bench.Convert();

        Assert.True(valid.Trimmed);
        Assert.InRange(valid.Window.Seconds, 5, maxSeconds);
        AssertEdgesAreQuiet(speech, VoiceActivity.SampleRate);
        AssertEdgesAreQuiet(reference, SampleRates.Reference);
        Assert.InRange(valid.Speech![0].StartSeconds, 0.045, 3);
        Assert.InRange(valid.Window.Seconds - valid.Speech![^1].EndSeconds, 0.045, 3);
        var heard = bench.Activity.Detect(speech, CancellationToken.None);
        Assert.InRange(heard[0].StartSeconds, 0.03, 3); // a frame is 32 ms
        Assert.InRange(valid.Window.Seconds - heard[^1].EndSeconds, 0.03, 3);
    }

    [Fact]
    public async Task Best_LittleSpeechInALongClip_GetsSilenceAroundIt()
    {
        using var bench = new AudioWorkbench(clip => (clip.MaxSeconds, clip.MinSeconds) = (6, 6));
        await bench.SpeakAsync(4, "speech.wav");
        var clip = await bench.MakeAsync("-i", bench.File("speech.wav"), "-af", "adelay=2500,apad=pad_dur=20", "clip.wav");

        var valid = await bench.AcceptAsync(clip);

        Assert.Equal(6, valid.Window.Seconds, 0.001);
        Assert.InRange(valid.Speech!.Sum(span => span.Seconds), 3, 4.3);
        AssertEdgesAreQuiet(bench.Convert().Speech, VoiceActivity.SampleRate);
    }

    [Fact]
    public async Task First_OneLongSpeech_IsTheBeginningWithItsScore()
    {
        using var bench = new AudioWorkbench(clip => clip.Window = WindowChoice.First);

        var window = (await bench.AcceptAsync(await bench.SpeakAsync(40, "long.wav"))).Window;

        Assert.Equal((0, 30), (window.StartSeconds, window.Seconds));
        Assert.Equal(window.Score, window.ScoreOfFirst);
    }

    /// <summary>The first and last 50 ms are far under the speech, and there is no click: both ends are faded.</summary>
    private static void AssertEdgesAreQuiet(float[] samples, int rate)
    {
        var (loudest, edge) = (samples.Max(Math.Abs), rate / 20);
        Assert.True(samples[..edge].Max(Math.Abs) < 0.1 * loudest, "the window begins within a word");
        Assert.True(samples[^edge..].Max(Math.Abs) < 0.1 * loudest, "the window ends within a word");
        Assert.InRange(Math.Max(Math.Abs(samples[0]), Math.Abs(samples[^1])), 0, 0.001);
    }
}
