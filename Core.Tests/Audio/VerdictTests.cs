using VoicePrep.Audio;
using VoicePrep.Audio.Samples;
using VoicePrep.Audio.Verdicts;
using static VoicePrep.Tests.Audio.VerdictRows;

namespace VoicePrep.Tests.Audio;

public sealed class VerdictTests(VerdictTests.Voice voice) : IClassFixture<VerdictTests.Voice>
{
    [Fact]
    public async Task ValidateAndTrim_CleanVoice_IsUsableOrBetterInEveryRow()
    {
        var verdict = await JudgeAsync();

        Assert.Equal(19, verdict.Checks.Count);
        Assert.NotEqual(Grade.Poor, verdict.Grade);
        Assert.Equal(verdict.Checks.Max(check => check.Outcome), verdict.Grade);
        Assert.All(verdict.Checks, check => Assert.Equal(check.Outcome == Grade.Good, check.Advice is null));
    }

    [Fact]
    public async Task ValidateAndTrim_KnownLevels_AreMeasured()
    {
        var plain = Value(await JudgeAsync(), "loudness");
        var quiet = await JudgeAsync("-af", "volume=-20dB");

        Assert.Equal(plain - 20, Value(quiet, "loudness"), 0.2);
        Assert.Equal(Value(await JudgeAsync(), "peak") - 20, Value(quiet, "peak"), 0.1);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(10)]
    public async Task ValidateAndTrim_NoiseAtAKnownRatio_IsMeasuredWithinThreeDecibels(int ratio)
    {
        // White noise of amplitude a has a mean square of a² / 3; the speech's own is taken from its loudest reading.
        var clean = await JudgeAsync();
        var noisy = await JudgeAsync(
            "-f", "lavfi", "-i",
            $"anoisesrc=d=12:r=22050:c=white:seed=3:a={voice.SpeechRms * Math.Sqrt(3) * Math.Pow(10, -ratio / 20.0):0.######}",
            "-filter_complex", "[0][1]amix=inputs=2:duration=first:normalize=0");

        Assert.True(Value(clean, "signal_to_noise") > 33);
        Assert.InRange(Value(noisy, "signal_to_noise"), ratio - 3, ratio + 3);
    }

    [Theory]
    [InlineData(
        "hum", Grade.Poor, "-f", "lavfi", "-i", "sine=f=50:r=22050:d=15,volume=0.8",
        "-filter_complex", "[0]apad=pad_dur=3[voice];[voice][1]amix=inputs=2:duration=first:normalize=0")]
    [InlineData("clipped_share", Grade.Poor, "-af", "volume=30dB")]
    [InlineData("clipped_share", Grade.Poor, "-af", "volume=30dB,aformat=sample_fmts=s16,volume=-12dB")]
    [InlineData("bandwidth", Grade.Poor, "-ar", "8000")]
    [InlineData("bandwidth", Grade.Poor, "-af", "aresample=8000,aresample=44100")]
    [InlineData("dc_offset", Grade.Poor, "-af", "dcshift=0.1")]
    [InlineData("stereo_cancellation", Grade.Poor, "-af", "pan=stereo|c0=c0|c1=-0.8*c0")]
    [InlineData("loudness", Grade.Poor, "-af", "volume=-45dB")]
    [InlineData(
        "longest_pause", Grade.Poor,
        "-filter_complex", "asplit[a][b];[b]adelay=16000[c];[a]atrim=0:4[d];[d][c]amix=inputs=2:normalize=0,atrim=0:28")]
    public async Task ValidateAndTrim_Fault_IsFoundAndAdviceGiven(string check, Grade outcome, params string[] arguments)
    {
        var found = Row(await JudgeAsync(arguments), check);

        Assert.Equal(outcome, found.Outcome);
        Assert.NotNull(found.Advice);
    }

    [Theory]
    [InlineData(CheckReasons.TooLow, "volume=-25dB")]
    [InlineData(CheckReasons.TooHigh, "volume=25dB")]
    public async Task ValidateAndTrim_Loudness_HasItsLimitsOnBothSides(string reason, string filter)
    {
        var loudness = Row(await JudgeAsync("-af", filter), "loudness");

        Assert.Equal(
            new Dictionary<string, Measured>(StringComparer.Ordinal)
            {
                ["good"] = -33,
                ["usable"] = -45,
                ["maxGood"] = -9,
                ["maxUsable"] = -3,
                ["reason"] = reason,
            },
            loudness.Values!.OrderBy(value => value.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ValidateAndTrim_GradeUnderTheOneAskedFor_IsRejectedWithWhatWasMeasured()
    {
        using var strict = new AudioWorkbench(clip => clip.RejectBelow = RejectBelow.Usable);

        var rejection = await strict.RejectAsync(await voice.MakeAsync("-ar", "8000"));

        Assert.Equal(RejectionCodes.GradeTooLow, rejection.Code);
        Assert.Contains("bandwidth", rejection.Message, StringComparison.Ordinal);
    }

    private async Task<Verdict> JudgeAsync(params string[] arguments) =>
        (await voice.Bench.AcceptAsync(await voice.MakeAsync(arguments))).Verdict;

    private static double Value(Verdict verdict, string name) => Row(verdict, name).Value!.Value;

    public sealed class Voice : IAsyncLifetime
    {
        private int count;

        public AudioWorkbench Bench { get; } = new();

        /// <summary>Of the stretches with speech.</summary>
        public double SpeechRms { get; private set; }

        public async Task InitializeAsync()
        {
            await Bench.SpeakAsync(12, "voice.wav");
            var samples = WavFile.ReadMono(Bench.File("voice.wav")).Samples.Chunk(441)
                .Select(chunk => chunk.Average(sample => (double)sample * sample))
                .Where(power => power > 1e-4)
                .ToArray();
            SpeechRms = Math.Sqrt(samples.Average());
        }

        public Task<string> MakeAsync(params string[] arguments) =>
            Bench.MakeAsync(["-i", Bench.File("voice.wav"), .. arguments, $"{Interlocked.Increment(ref count)}.wav"]);

        public Task DisposeAsync()
        {
            Bench.Dispose();
            return Task.CompletedTask;
        }
    }
}
