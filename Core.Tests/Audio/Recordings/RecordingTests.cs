using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Cli.Quality;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>What is measured is what is cloned, whatever the recording's clock, offset, channels and tracks.</summary>
public sealed class RecordingTests(RecordedVoice recordings) : IClassFixture<RecordedVoice>
{
    private const string Gap = "asetnsamples=960,asetpts=PTS+gte(T\\,5)*27/TB";

    [Theory]
    [InlineData("gap.webm", "-af", Gap, "-c:a", "libopus")]
    [InlineData("gap.mka", "-af", Gap, "-c:a", "pcm_s16le")]
    [InlineData("gap.mp4", "-af", Gap, "-c:a", "aac")]
    public async Task ValidateAndConvert_GapInTheTimestamps_HasAllTheSpeech(string name, params string[] arguments)
    {
        var (_, plain) = await recordings.AcceptAsync(recordings.Voice);

        var (clip, reference) = await recordings.AcceptAsync(await recordings.MakeAsync(name, arguments));

        Assert.Equal(recordings.Seconds, clip.Seconds, 0.15);
        Assert.InRange(RecordedVoice.Correlation(plain, reference), 0.9, 1);
        Assert.Equal(0, Row(clip, "damage").Value!.Value, 0.002);
    }

    [Fact]
    public async Task ValidateAndConvert_SoundThatStartsLate_HasAllTheSpeech()
    {
        var (_, plain) = await recordings.AcceptAsync(recordings.Voice);
        var film = await recordings.Bench.MakeAsync(
            "-f", "lavfi", "-i", "testsrc=s=160x120:r=5:d=33", "-itsoffset", "20", "-i", recordings.Voice, "-map", "0:v", "-map", "1:a",
            "-c:v", "mpeg4", "-c:a", "aac", "late.mp4");

        var (clip, reference) = await recordings.AcceptAsync(film);

        Assert.Equal(recordings.Seconds, clip.Seconds, 0.1);
        Assert.InRange(RecordedVoice.Correlation(plain, reference), 0.9, 1);
    }

    [Fact]
    public async Task ValidateAndConvert_Offset_IsToldAndTakenOut()
    {
        var (plain, plainReference) = await recordings.AcceptAsync(await recordings.MakeAsync("quiet.wav", "-af", "volume=0.2"));

        var (clip, reference) = await recordings.AcceptAsync(await recordings.MakeAsync("offset.wav", "-af", "volume=0.2,dcshift=0.05"));

        Assert.Equal(Row(plain, "signal_to_noise").Value!.Value, Row(clip, "signal_to_noise").Value!.Value, 3.0);
        Assert.Equal(0.05, Row(clip, "dc_offset").Value!.Value, 0.002);
        Assert.Equal(Grade.Poor, Row(clip, "dc_offset").Outcome);
        Assert.Equal(0, reference.Average(), 0.001);
        // No step at the beginning.
        Assert.Equal(plainReference.Take(200).Max(Math.Abs), reference.Take(200).Max(Math.Abs), 0.01);
        Assert.InRange(RecordedVoice.Correlation(plainReference, reference), 0.99, 1);
    }

    [Theory]
    [InlineData("poly.wav", 4, "-af", "pan=5.1|c3=c0")]
    [InlineData("centre.wav", 3, "-af", "pan=5.1|FC=c0")]
    [InlineData("right.wav", 2, "-af", "pan=stereo|c1=c0")]
    public async Task ValidateAndConvert_VoiceOnOneChannel_IsTakenFromIt(string name, int channel, params string[] arguments)
    {
        var (plain, plainReference) = await recordings.AcceptAsync(recordings.Voice);

        var (clip, reference) = await recordings.AcceptAsync(await recordings.MakeAsync(name, arguments));

        Assert.Equal([channel], clip.Channels!);
        Assert.Equal(Grade.Good, Row(clip, "stereo_cancellation").Outcome);
        Assert.Equal(1, Row(clip, "channel_talkers").Value);
        Assert.Equal(Row(plain, "loudness").Value!.Value, Row(clip, "loudness").Value!.Value, 0.5);
        Assert.InRange(RecordedVoice.Correlation(plainReference, reference), 0.99, 1);
    }

    [Theory]
    [InlineData("models.webm", "-af", Gap, "-c:a", "libopus")]
    [InlineData("models.mka", "-af", Gap, "-c:a", "pcm_s16le")]
    [InlineData("models.mp4", "-af", "asetpts=PTS+20/TB", "-c:a", "aac")]
    [InlineData("offset.wav", "-af", "volume=0.2,dcshift=0.05")]
    [InlineData("channel.wav", "-af", "pan=5.1|c3=c0")]
    public async Task TranscribeAndEmbed_SameVoiceRecordedOtherwise_IsWhatItIsOfThePlainOne(string name, params string[] arguments)
    {
        var plain = await recordings.ListenAsync((await recordings.AcceptAsync(recordings.Voice)).Clip);
        var other = await recordings.ListenAsync((await recordings.AcceptAsync(recordings.Other)).Clip);

        var heard = await recordings.ListenAsync((await recordings.AcceptAsync(await recordings.MakeAsync(name, arguments))).Clip);

        // The demo model is not sure of one word, even of the plain recording's, and of another after a lossy codec.
        Assert.InRange(ErrorRate.OfWords(RecordedVoice.Words, plain.Text).Edits, 0, 1);
        Assert.InRange(ErrorRate.OfWords(RecordedVoice.Words, heard.Text).Edits, 0, 2);
        Assert.InRange(VoiceSimilarity.Cosine(plain.Embedding, heard.Embedding), 0.98, 1.0001);
        Assert.InRange(VoiceSimilarity.Cosine(plain.Embedding, other.Embedding), -1, 0.9);
    }

    [Fact]
    public async Task ValidateAndConvert_SameVoiceOnBothChannels_IsTheMix()
    {
        var (clip, _) = await recordings.AcceptAsync(await recordings.MakeAsync("stereo.wav", "-af", "pan=stereo|c0=c0|c1=0.7*c0"));

        Assert.Null(clip.Channels);
        Assert.Equal(1, Row(clip, "channel_talkers").Value);
    }

    [Fact]
    public async Task ValidateAndConvert_TwoPeopleOnTwoChannels_AreTold()
    {
        var call = await recordings.MakeAsync("call.wav", "-i", recordings.Other, "-filter_complex", "[0][1]amerge=inputs=2");

        var (clip, _) = await recordings.AcceptAsync(call);

        Assert.Equal(2, Row(clip, "channel_talkers").Value);
        Assert.Equal(Grade.Usable, Row(clip, "channel_talkers").Outcome);
        Assert.Single(clip.Channels!);
    }

    /// <summary>FFmpeg has a more common layout of as many channels for each, and would mix them into that.</summary>
    [Theory]
    [InlineData(3, 0x007u, 3)] // 3.0: left, right, centre
    [InlineData(4, 0x033u, 3)] // quad: two in front, two behind
    [InlineData(4, 0x603u, 4)] // quad(side)
    [InlineData(6, 0x707u, 4)] // 6.0: one behind, two at the sides
    public async Task ValidateAndConvert_VoiceOnOneChannelOfAnUncommonLayout_IsTakenFromIt(int channels, uint places, int channel)
    {
        var (_, plainReference) = await recordings.AcceptAsync(recordings.Voice);
        var file = await recordings.MakeAsync("layout.wav", "-af", $"pan={channels}c|c{channel - 1}=c0");
        var bytes = await File.ReadAllBytesAsync(file);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().IndexOf("fmt "u8) + 8 + 20), places);
        await File.WriteAllBytesAsync(file, bytes);

        var (clip, reference) = await recordings.AcceptAsync(file);

        Assert.Equal([channel], clip.Channels!);
        Assert.InRange(RecordedVoice.Correlation(plainReference, reference), 0.99, 1);
    }

    [Theory]
    [InlineData("sine=f=440:r=48000,volume=4")]
    [InlineData("sine=f=1000:r=48000")]
    [InlineData("aevalsrc='0.5*sin(3000*PI*t)*lt(mod(t\\,0.5)\\,0.02)':s=48000")]
    [InlineData("aevalsrc='0.3*sin(2*PI*(220+55*floor(mod(3*t\\,5)))*t)*exp(-3*mod(t\\,0.333))':s=48000")]
    [InlineData("anoisesrc=r=48000:a=0.3:c=pink:seed=1")]
    [InlineData("sine=f=50:r=48000,volume=3")]
    public async Task ValidateAndConvert_SomethingElseOnTheOtherChannel_IsLeftOut(string source)
    {
        var (plain, plainReference) = await recordings.AcceptAsync(recordings.Voice);

        var (clip, reference) = await recordings.AcceptAsync(
            await recordings.MakeAsync(
                "beside.wav", "-f", "lavfi", "-t", "14", "-i", source, "-filter_complex", "[0]apad=whole_dur=14[voice];[1][voice]amerge"));

        Assert.Equal([2], clip.Channels!);
        Assert.Equal(Row(plain, "loudness").Value!.Value, Row(clip, "loudness").Value!.Value, 0.5);
        Assert.InRange(RecordedVoice.Correlation(plainReference, reference[..plainReference.Length]), 0.99, 1);
    }

    [Fact]
    public async Task ValidateAndConvert_SameMusicUnderTheVoiceOnBothChannels_IsTheMix()
    {
        var (clip, _) = await recordings.AcceptAsync(
            await recordings.MakeAsync(
                "under.wav", "-f", "lavfi", "-i", "sine=f=440:r=48000,volume=0.2", "-filter_complex",
                "[0]pan=stereo|c0=c0|c1=0.8*c0[voice];[1]pan=stereo|c0=c0|c1=c0,adelay=0|11[music];"
                    + "[voice][music]amix=inputs=2:duration=first:normalize=0"));

        Assert.Null(clip.Channels);
    }

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
    public async Task ValidateAndConvert_VoiceOnTheSecondTrack_IsTakenFromIt()
    {
        var film = await recordings.MakeAsync(
            "tracks.mp4", "-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-map", "1:a", "-map", "0:a", "-shortest", "-c:a", "aac");

        var (clip, _) = await recordings.AcceptAsync(film);

        Assert.Equal(2, clip.Track);
    }

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
        var bytes = await File.ReadAllBytesAsync(await recordings.MakeAsync("whole" + name, ["-af", Gap, .. arguments]));
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

    [Fact]
    public async Task ValidateAndTrim_SpeechAfterWhatIsSearched_IsToldHowFarTheSearchWent()
    {
        using var bench = new AudioWorkbench(clip => clip.SearchSeconds = 40);
        var late = await recordings.MakeAsync("late.opus", "-af", "adelay=60000", "-c:a", "libopus", "-b:a", "24k");

        var rejection = await bench.RejectAsync(late);

        Assert.Equal(RejectionCodes.NotEnoughSpeech, rejection.Code);
        Assert.Contains("first 40 s", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAndConvert_LongRecording_IsCutInPausesAndFaded()
    {
        using var bench = new AudioWorkbench(clip => clip.MaxSeconds = 20);
        var clip = await bench.AcceptAsync(
            await recordings.MakeAsync(
                "thrice.wav", "-filter_complex", "adelay=1000,apad=pad_dur=0.5,asplit=3[a][b][c];[a][b][c]concat=n=3:v=0:a=1"));
        var (_, reference) = bench.Convert();

        Assert.True(clip.Trimmed);
        Assert.InRange(clip.Speech![0].StartSeconds, 0.045, 8);
        Assert.InRange(clip.Window.Seconds - clip.Speech[^1].EndSeconds, 0.045, 8);
        Assert.InRange(Math.Abs(reference[0]), 0, 0.001);
        Assert.InRange(Math.Abs(reference[^1]), 0, 0.001);
    }

    private static Check Row(ValidClip clip, string name) => clip.Verdict.Checks.Single(check => check.Name == name);
}
