using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Audio.Window;

namespace VoicePrep.Tests.Audio;

public sealed class ClipValidatorTests
{
    [Fact]
    public async Task ValidateAndTrim_WhatIsNoRecording_HasACodeOfItsOwn()
    {
        using var bench = new AudioWorkbench();
        await File.WriteAllBytesAsync(bench.File("empty"), []);
        await File.WriteAllTextAsync(bench.File("text.wav"), "Dear Sir or Madam,\nthis is a letter.\n");
        var garbage = new byte[50_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(bench.File("garbage.mp3"), garbage);
        await bench.MakeAsync("-f", "lavfi", "-i", "testsrc=d=6", "silent.mp4");

        Assert.Equal(RejectionCodes.ClipEmpty, (await bench.RejectAsync(bench.File("empty"))).Code);
        Assert.Equal(RejectionCodes.ClipIsText, (await bench.RejectAsync(bench.File("text.wav"))).Code);
        Assert.Equal(RejectionCodes.NotAudio, (await bench.RejectAsync(bench.File("garbage.mp3"))).Code);
        Assert.Equal(RejectionCodes.NoAudioStream, (await bench.RejectAsync(bench.File("silent.mp4"))).Code);
    }

    [Fact]
    public async Task ValidateAndTrim_FourSeconds_IsTooShortAndSaysBothNumbers()
    {
        using var bench = new AudioWorkbench();

        var rejection = await bench.RejectAsync(await bench.SpeakAsync(4, "short.wav"));

        Assert.Equal(RejectionCodes.ClipTooShort, rejection.Code);
        Assert.Contains("4.00 s", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("5 s", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAndTrim_FortyFiveSecondsWithWindowFirst_KeepsTheFirstThirty()
    {
        using var bench = new AudioWorkbench(clip => clip.Window = WindowChoice.First);

        var clip = await bench.AcceptAsync(await bench.SpeakAsync(45, "long.m4a"));
        var (speech, reference) = bench.Convert();

        Assert.True(clip.Trimmed);
        Assert.Equal(45, clip.Seconds, 0.1);
        Assert.Equal((0, 30), (clip.Window.StartSeconds, clip.Window.Seconds));
        Assert.Equal(30, speech.Length / 16_000.0, 0.01);
        Assert.Equal(30, reference.Length / 22_050.0, 0.01);
    }

    [Fact]
    public async Task ValidateAndTrim_HalfSilence_IsUsable()
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(5, "speech.wav");
        var clip = await bench.MakeAsync("-i", bench.File("speech.wav"), "-af", "adelay=3000,apad=pad_dur=2", "padded.wav");

        var valid = await bench.AcceptAsync(clip);

        Assert.NotEqual(Grade.Poor, valid.Verdict.Grade);
        Assert.InRange(valid.Speech!.Sum(span => span.Seconds), 3, 5.2);
        Assert.InRange(valid.Speech![0].StartSeconds, 2.9, 3.3);
    }

    [Fact]
    public async Task ValidateAndTrim_FloatOverFullScale_IsTurnedDownAndNotClipped()
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(6, "speech.wav");
        var loud = await bench.MakeAsync(
            "-i", bench.File("speech.wav"), "-af", "aformat=sample_fmts=flt,volume=12dB", "-c:a", "pcm_f32le", "loud.wav");

        var valid = await bench.AcceptAsync(loud);
        var (speech, _) = bench.Convert();

        Assert.InRange(Value(valid, "peak"), 3, 12);
        Assert.Equal(0, Value(valid, "clipped_share"));
        Assert.InRange(speech.Max(Math.Abs), 0.8, 1);
        Assert.True(speech.Count(sample => Math.Abs(sample) > 0.999) < 3);
    }

    private static double Value(ValidClip clip, string check) => clip.Verdict.Checks.Single(c => c.Name == check).Value!.Value;
}
