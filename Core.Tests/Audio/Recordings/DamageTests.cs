using static VoicePrep.Tests.Audio.VerdictRows;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>How much of a damaged recording is lost, and that nothing is of a whole one.</summary>
public sealed class DamageTests(RecordedVoice recordings) : IClassFixture<RecordedVoice>
{
    [Theory]
    [InlineData("cut.mp3")]
    [InlineData("cut.flac")]
    [InlineData("cut.wav")]
    [InlineData("cut24.wav", "-c:a", "pcm_s24le")]
    [InlineData("cut4.wav", "-c:a", "adpcm_ima_wav")]
    [InlineData("cut.w64")]
    [InlineData("cut.caf")]
    [InlineData("cut.aiff")]
    [InlineData("cut.m4a", "-movflags", "+faststart")]
    [InlineData("cut.webm", "-c:a", "libopus")]
    public async Task ValidateAndConvert_FileThatEndsTooEarly_SaysHowMuchIsLost(string name, params string[] arguments)
    {
        var whole = await recordings.MakeAsync("whole" + name, arguments);
        var bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(recordings.Bench.File(name), bytes[..(bytes.Length * 7 / 10)]);

        var (clip, _) = await recordings.AcceptAsync(recordings.Bench.File(name));
        var (unhurt, _) = await recordings.AcceptAsync(whole);

        Assert.Equal(1 - clip.Seconds / recordings.Seconds, Row(clip, "damage").Value!.Value, 0.03);
        Assert.NotNull(Row(clip, "damage").Advice);
        Assert.Equal(0, Row(unhurt, "damage").Value);
    }

    /// <summary>A gap is not a loss, but a missing end is.</summary>
    [Theory]
    [InlineData("cutgap.webm", "-c:a", "libopus")]
    [InlineData("cutgap.mka", "-c:a", "pcm_s16le")]
    [InlineData("cutgap.mp4", "-c:a", "aac", "-movflags", "+faststart")]
    public async Task ValidateAndConvert_GapAndCutOff_SaysHowMuchIsLost(string name, params string[] arguments)
    {
        var bytes = await File.ReadAllBytesAsync(await recordings.MakeAsync("whole" + name, ["-af", RecordedVoice.Gap, .. arguments]));
        await File.WriteAllBytesAsync(recordings.Bench.File(name), bytes[..(bytes.Length * 8 / 10)]);

        var (clip, _) = await recordings.AcceptAsync(recordings.Bench.File(name));

        Assert.Equal(1 - clip.Seconds / recordings.Seconds, Row(clip, "damage").Value!.Value, 0.03);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData((uint)int.MaxValue)]
    [InlineData(0x7fff_f000u)]
    public async Task ValidateAndConvert_WavWhoseLengthWasNeverFilledIn_IsNotDamaged(uint size)
    {
        var bytes = await File.ReadAllBytesAsync(recordings.Voice);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().IndexOf("data"u8) + 4), size);
        await File.WriteAllBytesAsync(recordings.Bench.File("streamed.wav"), bytes);

        var (clip, _) = await recordings.AcceptAsync(recordings.Bench.File("streamed.wav"));

        Assert.Equal(recordings.Seconds, clip.Seconds, 0.01);
        Assert.Equal(0, Row(clip, "damage").Value);
    }

    [Fact]
    public async Task ValidateAndConvert_Mp3WithAPageAfterIt_IsNotDamaged()
    {
        var bytes = await File.ReadAllBytesAsync(await recordings.MakeAsync("page.mp3", "-b:a", "64k"));
        await File.WriteAllBytesAsync(
            recordings.Bench.File("page.mp3"), [.. bytes, .. Enumerable.Repeat("<html>error</html>"u8.ToArray(), 50).SelectMany(x => x)]);

        var (clip, _) = await recordings.AcceptAsync(recordings.Bench.File("page.mp3"));

        Assert.Equal(0, Row(clip, "damage").Value);
    }

    /// <summary>The encoder's padding at both ends is longest at low rates, and its removal is not a loss.</summary>
    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(44_100)]
    public async Task ValidateAndConvert_WholeMp3_IsNotDamaged(int rate)
    {
        foreach (var seconds in (double[])[6.01, 6.03, 6.05, 6.07])
        {
            var (clip, _) = await recordings.AcceptAsync(
                await recordings.MakeAsync("whole.mp3", "-t", $"{seconds}", "-ar", $"{rate}", "-b:a", "48k"));

            Assert.Equal(0, Row(clip, "damage").Value);
        }
    }

    [Theory]
    [InlineData("hurt.mp3", "-b:a", "64k")]
    [InlineData("hurt.m4a", "-movflags", "+faststart")]
    [InlineData("hurt.flac")]
    public async Task ValidateAndConvert_NoiseInTheMiddle_SaysThatSomeIsLost(string name, params string[] arguments)
    {
        var bytes = await File.ReadAllBytesAsync(await recordings.MakeAsync("sound" + name, arguments));
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2, 3000));
        await File.WriteAllBytesAsync(recordings.Bench.File(name), bytes);

        var (clip, _) = await recordings.AcceptAsync(recordings.Bench.File(name));

        Assert.InRange(Row(clip, "damage").Value!.Value, 0.002, 0.15);
        Assert.NotNull(Row(clip, "damage").Advice);
    }
}
