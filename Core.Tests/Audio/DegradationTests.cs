using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Benchmarks.Audio;
using VoicePrep.Testing;
using VoicePrep.Tests.Voice;
using static VoicePrep.Tests.Audio.VerdictRows;

namespace VoicePrep.Tests.Audio;

/// <summary>A real voice, degraded in one way each: the row that is for it says so.</summary>
public sealed class DegradationTests : IDisposable
{
    private static readonly string[] Rows = ["flat_tops", "music", "reverberation", "clicks", "dropouts"];

    private readonly AudioServicesUnderTest services = new();

    [Theory]
    [InlineData("jfk.wav")]
    [InlineData("kennedy.wav")]
    public async Task ValidateAndTrim_RealVoice_MovesNoneOfTheRows(string recording)
    {
        var verdict = await JudgeAsync(recording, Degradation.None);

        Assert.All(Rows, row => Assert.Equal(Grade.Good, Row(verdict, row).Outcome));
    }

    [Fact]
    public async Task ValidateAndTrim_OffsetUnderAQuietVoice_MovesNoneOfTheRows()
    {
        var made = await new Degradation("offset", (samples, _) => [.. samples.Select(sample => 0.1f * sample + 0.2f)], [])
            .MakeAsync(services.Folder, ParityFiles.PathOf("jfk.wav"), CancellationToken.None);

        var verdict = await JudgeAsync(made);

        Assert.All(Rows, row => Assert.Equal(Grade.Good, Row(verdict, row).Outcome));
    }

    [Theory]
    [InlineData("reverberation 0.4 s", "reverberation")]
    [InlineData("reverberation 0.8 s", "reverberation")]
    [InlineData("clicks, 2 a second", "clicks")]
    [InlineData("crackle, 30 a second", "clicks")]
    [InlineData("dropouts of 8 ms, 2 a second", "dropouts")]
    [InlineData("gate at -30 dB", "dropouts")]
    [InlineData("clipping, then resampled", "flat_tops")]
    [InlineData("clipping, then high-passed", "flat_tops")]
    [InlineData("clipping, then mp3", "flat_tops")]
    [InlineData("Opus, 12 kbit/s", "bit_rate")]
    [InlineData("8 kHz, repeated to 44.1 kHz", "bandwidth")]
    [InlineData("music at -20 dB", "music")]
    public async Task ValidateAndTrim_DegradedVoice_IsToldSo(string degradation, string row)
    {
        var found = Row(await JudgeAsync("jfk.wav", degradation), row);

        Assert.NotEqual(Grade.Good, found.Outcome);
        Assert.NotNull(found.Advice);
    }

    [Theory]
    [InlineData("noise at -10 dB")]
    [InlineData("noise at -20 dB")]
    [InlineData("noise at -30 dB")]
    public async Task ValidateAndTrim_NoisyVoice_IsCalledNothingElse(string degradation)
    {
        var verdict = await JudgeAsync("jfk.wav", degradation);

        Assert.All(Rows, row => Assert.Equal(Grade.Good, Row(verdict, row).Outcome));
    }

    /// <summary>Noise hides the highest sounds, and does not take them away.</summary>
    [Theory]
    [InlineData("jfk.wav", "noise at -10 dB")]
    [InlineData("kennedy.wav", "noise at -10 dB")]
    [InlineData("kennedy.wav", "noise at -20 dB")]
    public async Task ValidateAndTrim_NoisyVoice_IsNotCalledATelephone(string recording, string degradation)
    {
        var plain = Row(await JudgeAsync(recording, Degradation.None), "bandwidth").Value!.Value;

        var noisy = Row(await JudgeAsync(recording, degradation), "bandwidth").Value!.Value;

        Assert.InRange(noisy, plain, double.MaxValue);
    }

    [Fact]
    public async Task ValidateAndTrim_NoisyTelephone_IsToldItsBandwidth()
    {
        var noise = Degradation.All.Single(one => one.Name == "noise at -20 dB") with { Encode = ["-ar", "8000"] };
        var made = await noise.MakeAsync(services.Folder, ParityFiles.PathOf("jfk.wav"), CancellationToken.None);

        var verdict = await JudgeAsync(await ResampleAsync(made, "-ar", "44100"));

        Assert.Equal(Grade.Poor, Row(verdict, "bandwidth").Outcome);
    }

    /// <summary>The noise that is left under the words, and not the silence that a gate put between them.</summary>
    [Theory]
    [InlineData("jfk.wav")]
    [InlineData("kennedy.wav")]
    public async Task ValidateAndTrim_HardGate_IsNoLessNoise(string recording)
    {
        var plain = Row(await JudgeAsync(recording, Degradation.None), "signal_to_noise").Value!.Value;

        var gated = Row(await JudgeAsync(recording, "gate at -30 dB"), "signal_to_noise").Value;

        Assert.True(gated is null || gated <= plain + 3, $"{plain} dB before, {gated} dB after");
    }

    [Fact]
    public async Task ValidateAndTrim_MusicUnderTheVoice_IsNotBlamedOnTheRoom()
    {
        var verdict = await JudgeAsync("jfk.wav", "music at -20 dB");

        Assert.Contains("music", Row(verdict, "signal_to_noise").Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateAndTrim_EightKilohertzRepeated_IsToldItsRealBandwidth()
    {
        var bandwidth = Row(await JudgeAsync("jfk.wav", "8 kHz, repeated to 44.1 kHz"), "bandwidth");

        Assert.Equal(4000, bandwidth.Value!.Value, 100.0);
        Assert.Equal(Grade.Poor, bandwidth.Outcome);
    }

    [Fact]
    public async Task ValidateAndTrim_WidelyCodedVoice_IsNotCalledCodedTooLow()
    {
        var made = await new Degradation("Opus, 24 kbit/s", null, ["-ar", "48000", "-b:a", "24k"], ".opus")
            .MakeAsync(services.Folder, ParityFiles.PathOf("jfk.wav"), CancellationToken.None);

        var verdict = await JudgeAsync(made);

        Assert.Equal(Grade.Good, Row(verdict, "bit_rate").Outcome);
    }

    /// <summary>What is faint is rounded to silence there, and rises from it by single steps.</summary>
    [Theory]
    [InlineData("jfk.wav", "pcm_u8")]
    [InlineData("kennedy.wav", "pcm_u8")]
    [InlineData("jfk.wav", "pcm_alaw")]
    [InlineData("kennedy.wav", "pcm_mulaw")]
    public async Task ValidateAndTrim_VoiceInEightBits_MovesNoneOfTheRows(string recording, string codec)
    {
        var made = await new Degradation("eight bits", (samples, _) => [.. samples.Select(sample => 0.25f * sample)], ["-c:a", codec])
            .MakeAsync(services.Folder, ParityFiles.PathOf(recording), CancellationToken.None);

        var verdict = await JudgeAsync(made);

        Assert.All(Rows, row => Assert.Equal(Grade.Good, Row(verdict, row).Outcome));
    }

    /// <summary>The steps are hidden, and the silence between them is not.</summary>
    [Theory]
    [InlineData("jfk.wav", "pcm_u8", "-ar", "44100")]
    [InlineData("kennedy.wav", "pcm_u8", "-ar", "44100")]
    [InlineData("jfk.wav", "pcm_u8", "-af", "aresample=48000:resampler=soxr", "-c:a", "pcm_s24le")]
    [InlineData("kennedy.wav", "pcm_alaw", "-ar", "24000")]
    [InlineData("kennedy.wav", "pcm_mulaw", "-ar", "24000")]
    public async Task ValidateAndTrim_VoiceInEightBitsAtAnotherRate_MovesNoneOfTheRows(
        string recording, string codec, params string[] resampled)
    {
        var made = await new Degradation("eight bits", (samples, _) => [.. samples.Select(sample => 0.5f * sample)], ["-c:a", codec])
            .MakeAsync(services.Folder, ParityFiles.PathOf(recording), CancellationToken.None);

        var verdict = await JudgeAsync(await ResampleAsync(made, resampled));

        Assert.All(Rows, row => Assert.Equal(Grade.Good, Row(verdict, row).Outcome));
    }

    [Fact]
    public async Task ValidateAndTrim_DropoutsInEightBitsAtAnotherRate_AreTold()
    {
        var dropouts = Degradation.All.Single(one => one.Name == "dropouts of 8 ms, 2 a second");
        var coarse = await (dropouts with { Encode = ["-c:a", "pcm_u8"] })
            .MakeAsync(services.Folder, ParityFiles.PathOf("jfk.wav"), CancellationToken.None);

        var verdict = await JudgeAsync(await ResampleAsync(coarse, "-ar", "44100"));

        Assert.NotEqual(Grade.Good, Row(verdict, "dropouts").Outcome);
    }

    [Fact]
    public async Task ValidateAndTrim_DropoutsInEightBits_AreToldWithTheirNumber()
    {
        var dropouts = Degradation.All.Single(one => one.Name == "dropouts of 8 ms, 2 a second");
        var fine = await dropouts.MakeAsync(services.Folder, ParityFiles.PathOf("jfk.wav"), CancellationToken.None);
        var expected = Row(await JudgeAsync(fine), "dropouts").Value!.Value;
        var coarse = await (dropouts with { Encode = ["-c:a", "pcm_u8"] })
            .MakeAsync(services.Folder, ParityFiles.PathOf("jfk.wav"), CancellationToken.None);

        Assert.Equal(expected, Row(await JudgeAsync(coarse), "dropouts").Value!.Value, 0.5);
    }

    public void Dispose() => services.Dispose();

    private async Task<string> ResampleAsync(string clip, params string[] arguments)
    {
        var resampled = services.Folder.File("resampled.wav");
        await TestProcess.RunAsync("ffmpeg", ["-y", "-v", "error", "-i", clip, .. arguments, resampled]);
        return resampled;
    }

    private async Task<Verdict> JudgeAsync(string recording, string degradation)
    {
        var made = await Degradation.All.Single(one => one.Name == degradation)
            .MakeAsync(services.Folder, ParityFiles.PathOf(recording), CancellationToken.None);
        return await JudgeAsync(made);
    }

    private async Task<Verdict> JudgeAsync(string clip)
    {
        using var work = services.CreateFolder(clip);
        return Assert.IsType<Validation.Accepted>(
            await services.Validator.ValidateAndTrimAsync(work, CancellationToken.None)).Clip.Verdict;
    }
}
