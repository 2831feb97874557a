using VoicePrep.Audio.Verdicts;
using static VoicePrep.Tests.Audio.VerdictRows;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>What is heard of a recording whose channels differ.</summary>
public sealed class ChannelTests(RecordedVoice recordings) : IClassFixture<RecordedVoice>
{
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
}
