using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Probing;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Audio.Window;
using static VoicePrep.Tests.Audio.VerdictRows;

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
    public async Task ValidateAndTrim_OneSampleTooShort_IsNotSaidToLastAsLongAsTheLimit()
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(6, "speech.wav");
        var clip = await bench.MakeAsync("-i", bench.File("speech.wav"), "-af", "atrim=end_sample=110249", "short.wav");

        var rejection = await bench.RejectAsync(clip);

        Assert.Equal(RejectionCodes.ClipTooShort, rejection.Code);
        Assert.StartsWith("The clip lasts 4.99 s; at least 5 s", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAndTrim_CutToTwoOfTenSeconds_IsToldThatTheRestIsLost()
    {
        using var bench = new AudioWorkbench();
        var whole = await File.ReadAllBytesAsync(await bench.SpeakAsync(10, "whole.wav"));
        await File.WriteAllBytesAsync(bench.File("cut.wav"), whole[..(whole.Length / 5)]);

        var rejection = await bench.RejectAsync(bench.File("cut.wav"));

        Assert.Equal(RejectionCodes.ClipTooShort, rejection.Code);
        Assert.StartsWith("What is left of the clip lasts 2.00 s", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("export the original again", rejection.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAndTrim_VoiceUnderAStepOfSixteenBits_IsTooQuiet()
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(20, "speech.wav");
        var clip = await bench.MakeAsync(
            "-i", bench.File("speech.wav"), "-af", "aformat=sample_fmts=flt,volume=-100dB", "-c:a", "pcm_f32le", "faint.wav");

        var rejection = await bench.RejectAsync(clip);

        Assert.Equal(RejectionCodes.ClipTooQuiet, rejection.Code);
    }

    [Fact]
    public async Task ValidateAndTrim_TwoTracks_TakesTheOneThatPlayersTake()
    {
        using var bench = new AudioWorkbench();
        await bench.SpeakAsync(6, "first.wav");
        await bench.SpeakAsync(8, "second.wav");
        var film = await bench.MakeAsync(
            "-i", bench.File("first.wav"), "-i", bench.File("second.wav"), "-map", "0:a", "-map", "1:a", "-c:a", "flac",
            "-disposition:a:0", "0", "-disposition:a:1", "default", "two.mkv");

        var clip = await bench.AcceptAsync(film);

        Assert.Equal(2, clip.Track);
        Assert.Equal(8, clip.Seconds, 0.1);
    }

    [Fact]
    public async Task ValidateAndTrim_PausesThatATelephoneDidNotSend_AreNoDamage()
    {
        using var bench = new AudioWorkbench();
        var amr = bench.File("speech.amr");
        byte[] spoken = [0x04, .. new byte[12]]; // 20 ms at 4.75 kbit/s
        byte[] unsent = [0x7C];
        await File.WriteAllBytesAsync(
            amr, [.. "#!AMR\n"u8, .. Enumerable.Range(0, 500).SelectMany(frame => frame % 50 < 40 ? spoken : unsent)]);
        using var folders = new WorkFolders(bench.Work);
        using var folder = folders.Create();
        File.Copy(amr, folder.File("clip"));
        var (tracks, _) = await ClipProbe.ReadAsync(bench.Ffmpeg, folder, CancellationToken.None);

        var decoded = await new ClipAnalyser(bench.Ffmpeg).DecodeAsync(folder, tracks[0], new(), CancellationToken.None);

        Assert.Equal(0, Damage.Share(decoded, new()));
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

        Assert.Equal(0, Value(valid, "peak"), 0.001);
        Assert.Equal(0, Value(valid, "clipped_share"));
        Assert.InRange(speech.Max(Math.Abs), 0.8, 1);
        Assert.True(speech.Count(sample => Math.Abs(sample) > 0.999) < 3);
    }

    private static double Value(ValidClip clip, string check) => Row(clip, check).Value!.Value;
}
