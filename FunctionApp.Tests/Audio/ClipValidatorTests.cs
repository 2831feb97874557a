using VoicePrep.Audio;

namespace VoicePrep.Tests.Audio;

public sealed class ClipValidatorTests
{
    [Fact]
    public async Task ValidateAndTrim_WhatIsNoRecording_HasACodeOfItsOwn()
    {
        using var bench = new AudioWorkbench();
        await File.WriteAllBytesAsync(bench.Path("empty"), []);
        await File.WriteAllTextAsync(bench.Path("text.wav"), "Dear Sir or Madam,\nthis is a letter.\n");
        var garbage = new byte[50_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(bench.Path("garbage.mp3"), garbage);
        await bench.MakeAsync("-f", "lavfi", "-i", "testsrc=d=6", "silent.mp4");

        Assert.Equal(RejectionCodes.ClipEmpty, (await bench.ValidateAsync(bench.Path("empty"))).Rejection?.Code);
        Assert.Equal(RejectionCodes.ClipIsText, (await bench.ValidateAsync(bench.Path("text.wav"))).Rejection?.Code);
        Assert.Equal(RejectionCodes.NotAudio, (await bench.ValidateAsync(bench.Path("garbage.mp3"))).Rejection?.Code);
        Assert.Equal(RejectionCodes.NoAudioStream, (await bench.ValidateAsync(bench.Path("silent.mp4"))).Rejection?.Code);
    }

    [Fact]
    public async Task ValidateAndTrim_FourSeconds_IsTooShortAndSaysBothNumbers()
    {
        using var bench = new AudioWorkbench();
        var clip = await bench.MakeAsync("-f", "lavfi", "-i", "sine=d=4", "short.wav");

        var rejection = (await bench.ValidateAsync(clip)).Rejection!;

        Assert.Equal(RejectionCodes.ClipTooShort, rejection.Code);
        Assert.Contains("4.00 s", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("5 s", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAndTrim_FortyFiveSecondsWithWindowFirst_KeepsTheFirstThirty()
    {
        using var bench = new AudioWorkbench(clip => clip.Window = WindowChoice.First);
        var clip = await bench.MakeAsync("-f", "lavfi", "-i", "sine=d=45:r=48000", "-ac", "2", "long.m4a");

        var valid = (await bench.ValidateAsync(clip)).Clip!;
        await bench.Converter.ConvertAsync(bench.Path("trimmed.flac"), bench.Path("speech.wav"), bench.Path("reference.wav"), CancellationToken.None);

        Assert.True(valid.Trimmed);
        Assert.Equal(45, valid.Seconds, 0.1);
        var (speech, speechRate) = WavFile.ReadMono(bench.Path("speech.wav"));
        var (reference, referenceRate) = WavFile.ReadMono(bench.Path("reference.wav"));
        Assert.Equal((16_000, 22_050), (speechRate, referenceRate));
        Assert.Equal(30, speech.Length / 16_000.0, 0.01);
        Assert.Equal(30, reference.Length / 22_050.0, 0.01);
    }
}
