using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using static VoicePrep.Tests.Audio.VerdictRows;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>Recordings over full scale, far below it, or of samples that are easily misread.</summary>
public sealed class LevelTests(RecordedVoice recordings) : IClassFixture<RecordedVoice>
{
    /// <summary>Nothing is lost by turning down what only floating-point and lossy formats hold.</summary>
    [Theory]
    [InlineData("over.wav", 0.3, "-af", "volume=30dB", "-c:a", "pcm_f32le")]
    [InlineData("over64.wav", 0.3, "-af", "volume=30dB", "-c:a", "pcm_f64le")]
    [InlineData("over.caf", 0.3, "-af", "volume=12dB", "-c:a", "pcm_f32be")]
    [InlineData("integers.wav", 0.3, "-af", "volume=32768", "-c:a", "pcm_f32le")]
    [InlineData("integers32.wav", 0.3, "-af", "volume=2147483648", "-c:a", "pcm_f32le")]
    [InlineData("over.mp3", 1.5, "-af", "volume=14dB", "-b:a", "128k")]
    [InlineData("over.opus", 1.5, "-af", "volume=14dB", "-c:a", "libopus", "-b:a", "64k")]
    public async Task ValidateAndConvert_OverFullScale_IsJudgedAsItIsUsed(string name, double tolerance, params string[] arguments)
    {
        var (plain, plainReference) = await recordings.AcceptAsync(recordings.Voice);

        var (clip, reference) = await recordings.AcceptAsync(await recordings.MakeAsync(name, arguments));

        Assert.Equal(0, Row(clip, "peak").Value!.Value, 0.001);
        Assert.Equal(
            Row(plain, "loudness").Value!.Value - Row(plain, "peak").Value!.Value, Row(clip, "loudness").Value!.Value, tolerance);
        Assert.All(
            ["peak", "loudness", "clipped_share", "flat_tops", "dc_offset"],
            name => Assert.Equal(Grade.Good, Row(clip, name).Outcome));
        Assert.InRange(RecordedVoice.Correlation(plainReference, reference), 0.98, 1);
    }

    [Fact]
    public async Task ValidateAndConvert_ClippedAndThenOverFullScale_IsToldToBeClipped()
    {
        var (clip, _) = await recordings.AcceptAsync(
            await recordings.MakeAsync(
                "clipped.wav", "-af", "aformat=sample_fmts=flt,volume=20dB,aformat=sample_fmts=s16,aformat=sample_fmts=flt,volume=6dB",
                "-c:a", "pcm_f32le"));

        Assert.Equal(Grade.Poor, Row(clip, "clipped_share").Outcome);
    }

    /// <summary>The decoder's samples go a little over full scale, and no two are alike.</summary>
    [Fact]
    public async Task ValidateAndConvert_ClippedAndThenCoded_IsNotGood()
    {
        var clipped = await recordings.MakeAsync("clipped16.wav", "-af", "volume=12dB", "-c:a", "pcm_s16le");

        var (clip, _) = await recordings.AcceptAsync(await recordings.Bench.MakeAsync("-i", clipped, "-c:a", "libvorbis", "coded.ogg"));

        Assert.NotEqual(Grade.Good, clip.Verdict.Grade);
    }

    [Fact]
    public async Task ValidateAndConvert_IntegersThatOverflowed_AreToldAsClicks()
    {
        var bytes = await File.ReadAllBytesAsync(recordings.Voice);
        var data = bytes.AsSpan().IndexOf("data"u8) + 8;
        for (var i = data; i + 1 < bytes.Length; i += 2)
            BitConverter.TryWriteBytes(bytes.AsSpan(i), unchecked((short)(3 * BitConverter.ToInt16(bytes, i))));
        await File.WriteAllBytesAsync(recordings.Bench.File("overflow.wav"), bytes);

        var (clip, _) = await recordings.AcceptAsync(recordings.Bench.File("overflow.wav"));

        Assert.NotEqual(Grade.Good, Row(clip, "clicks").Outcome);
    }

    /// <summary>FFmpeg takes it for the floating-point format of Cool Edit.</summary>
    [Fact]
    public async Task ValidateAndConvert_TwentyFourBitsInThirtyTwo_AreIntegers()
    {
        var (plain, plainReference) = await recordings.AcceptAsync(recordings.Voice);
        var bytes = await File.ReadAllBytesAsync(await recordings.MakeAsync("padded.wav", "-c:a", "pcm_s32le"));
        var format = bytes.AsSpan().IndexOf("fmt "u8) + 8;
        Assert.Equal(0xfffe, BitConverter.ToUInt16(bytes, format)); // what has over 16 bits is told by the extensible header
        BitConverter.TryWriteBytes(bytes.AsSpan(format + 18), (ushort)24);
        await File.WriteAllBytesAsync(recordings.Bench.File("padded.wav"), bytes);

        var (clip, reference) = await recordings.AcceptAsync(recordings.Bench.File("padded.wav"));

        Assert.Equal(Row(plain, "peak").Value!.Value, Row(clip, "peak").Value!.Value, 0.01);
        Assert.InRange(RecordedVoice.Correlation(plainReference, reference), 0.999, 1);
    }

    [Fact]
    public async Task ValidateAndConvert_SixtyDecibelsTooQuiet_IsToldOfItsLevel()
    {
        var validation = await recordings.Bench.ValidateAsync(
            await recordings.MakeAsync("faint.wav", "-af", "volume=-60dB", "-c:a", "pcm_f32le"));

        if (validation is Validation.Accepted { Clip: var clip })
            Assert.Equal(Grade.Poor, Row(clip, "loudness").Outcome);
        else
            Assert.Equal(RejectionCodes.ClipTooQuiet, ((Validation.Rejected)validation).Rejection.Code);
    }
}
