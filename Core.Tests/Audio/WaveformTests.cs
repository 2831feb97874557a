using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Audio.Window;

namespace VoicePrep.Tests.Audio;

public sealed class WaveformTests
{
    [Theory]
    [InlineData(20, WindowChoice.Best, "no_speech")]
    [InlineData(45, WindowChoice.Best, "less_clean_speech")]
    [InlineData(45, WindowChoice.First, "after_limit")]
    public async Task ValidateAndTrim_LongClip_ShowsAllOfItAndWhyTheRestIsNotUsed(double speech, WindowChoice choice, string reason)
    {
        using var bench = new AudioWorkbench(clip => (clip.SearchSeconds, clip.Window) = (20 + speech, choice));
        await bench.SpeakAsync(speech, "speech.wav");
        var clip = await bench.MakeAsync("-i", bench.File("speech.wav"), "-af", "adelay=10000,apad=pad_dur=20", "padded.wav");

        var waveform = (await bench.ValidateAsync(clip)).Waveform!;

        var (start, end, searched) = (waveform.Window!.StartSeconds, waveform.Window.StartSeconds + waveform.Window.Seconds, 20 + speech);
        Assert.Equal(30 + speech, waveform.Seconds, 0.1);
        Assert.InRange(waveform.Peaks.Count, 900, 1000);
        Assert.Equal(searched, waveform.Peaks.Count * waveform.SecondsPerPeak, 0.2);
        Assert.All(waveform.Peaks, peak => Assert.InRange(peak, 0, 1));
        Assert.All(waveform.Peaks.Take((int)(9 / waveform.SecondsPerPeak)), peak => Assert.Equal(0, peak, 0.01));
        Assert.True(waveform.Peaks.Max() > 0.1);
        Assert.InRange(waveform.Speech[0].StartSeconds, 9.5, 11);
        Assert.Contains(reason, waveform.Cuts.Select(cut => cut.Reason));
        Assert.Equal(
            ("not_searched", searched, 30 + speech),
            (waveform.Cuts[^1].Reason, Math.Round(waveform.Cuts[^1].StartSeconds), Math.Round(waveform.Cuts[^1].EndSeconds)));
        Assert.Equal(start + searched - end, waveform.Cuts.SkipLast(1).Sum(cut => cut.EndSeconds - cut.StartSeconds), 0.1);
    }

    [Fact]
    public async Task ValidateAndTrim_OverFullScale_ShowsPeaksUpToOne()
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(8, "speech.wav");
        var clip = await bench.MakeAsync("-i", bench.File("speech.wav"), "-af", "volume=20dB", "-c:a", "pcm_f32le", "over.wav");

        var waveform = (await bench.ValidateAsync(clip)).Waveform!;

        Assert.Equal(1, waveform.Peaks.Max());
    }

    [Fact]
    public async Task ValidateAndTrim_ShortClip_ShowsItWithoutAWindow()
    {
        using var bench = new AudioWorkbench();

        var waveform = (await bench.ValidateAsync(await bench.SpeakAsync(4, "short.wav"))).Waveform!;

        Assert.Equal(4, waveform.Seconds, 0.1);
        Assert.NotEmpty(waveform.Speech);
        Assert.Null(waveform.Window);
        Assert.Empty(waveform.Cuts);
    }

    [Fact]
    public async Task ValidateAndTrim_NoSpeech_ShowsWhatWasHeard()
    {
        using var bench = new AudioWorkbench();

        var validation = await bench.ValidateAsync(await bench.MakeAsync("-f", "lavfi", "-i", "anoisesrc=a=0.1:d=8", "noise.wav"));

        Assert.Equal(RejectionCodes.NotEnoughSpeech, Assert.IsType<Validation.Rejected>(validation).Rejection.Code);
        Assert.NotNull(validation.Waveform!.Window);
        Assert.True(validation.Waveform.Peaks.Max() > 0.05);
    }
}
