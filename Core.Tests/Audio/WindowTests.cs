using VoicePrep.Audio.Window;


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
        var clip = await bench.MakeAsync("-f", "lavfi", "-i", before, "-i", bench.File("speech.wav"), "-filter_complex", "[0][1]concat=n=2:v=0:a=1", $"{name}.wav");

        var valid = (await bench.ValidateAsync(clip)).Clip!;
        var again = (await bench.ValidateAsync(clip)).Clip!;

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

        var valid = (await bench.ValidateAsync(await bench.SpeakAsync(70, "long.wav"))).Clip!;

        Assert.InRange(valid.Window.Seconds, 20, 30);
        AssertEdgesAreQuiet((await bench.ConvertAsync()).Speech);
    }

    [Fact]
    public async Task First_OneLongSpeech_IsTheBeginningWithItsScore()
    {
        using var bench = new AudioWorkbench(clip => clip.Window = WindowChoice.First);

        var window = (await bench.ValidateAsync(await bench.SpeakAsync(40, "long.wav"))).Clip!.Window;

        Assert.Equal((0, 30), (window.StartSeconds, window.Seconds));
        Assert.Equal(window.Score, window.ScoreOfFirst);
    }

    /// <summary>The first and last 20 ms are far under the speech: no word is cut.</summary>
    private static void AssertEdgesAreQuiet(float[] samples)
    {
        var loudest = samples.Max(Math.Abs);
        Assert.True(samples[..320].Max(Math.Abs) < 0.1 * loudest, "the window begins within a word");
        Assert.True(samples[^320..].Max(Math.Abs) < 0.1 * loudest, "the window ends within a word");
    }
}
