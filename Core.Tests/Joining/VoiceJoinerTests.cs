using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Joining;
using VoicePrep.Models;
using VoicePrep.Signal;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Tests.Voice;

namespace VoicePrep.Tests.Joining;

/// <summary>Which recordings become a voice, and what is reported.</summary>
public sealed class VoiceJoinerTests
{
    private const string Model = ModelFiles.Demo;

    [Fact]
    public void Join_OneFarNoisier_IsLeftOutWithItsFigures()
    {
        var joined = Join(Recording("a", noise: 40), Recording("b", noise: 12), Recording("c", noise: 30));

        var noisy = joined.Recordings[1];
        Assert.Equal(("far_noisier", 0.0), (noisy.Rejection!.Code, noisy.Part));
        Assert.Contains("12 dB over the noise, 23 dB less", noisy.Rejection.Message, StringComparison.Ordinal);
        Assert.All(
            new[] { joined.Recordings[0], joined.Recordings[2] },
            recording => Assert.Equal((null, 0.5), (recording.Rejection, recording.Part)));
    }

    [Fact]
    public void Join_NoisierButGood_IsUsed() =>
        Assert.Null(Join(Recording("a", noise: 60), Recording("b", noise: 25)).Recordings[1].Rejection);

    [Fact]
    public void Join_Several_HasTheWorstRowsAndTheSumsOfSeconds()
    {
        var verdict = Accept(Recording("a", noise: 30, seconds: 8), Recording("b", noise: 18, seconds: 4)).Verdict;

        Assert.Equal(Grade.Usable, verdict.Grade);
        Assert.Equal([12.0, 10.0, 18.0], verdict.Checks.Where(check => check.Name != "one_speaker").Select(check => check.Value));
    }

    [Fact]
    public void Join_DifferentLengths_WeighsByPiecesAndTakesTheBestWindow()
    {
        var joined = Accept(Recording("a", seconds: 8), Recording("b", seconds: 28, pieces: 3));

        Assert.Equal([0.25, 0.75], joined.Recordings.Select(recording => recording.Part));
        Assert.Equal((4, "b"), (joined.Embedding.Pieces, joined.Reference.Id));
    }

    [Fact]
    public void Join_ProfileOfSchemaVersion1_CountsItsPiecesOfTheWindow() =>
        Assert.Equal(
            [0.25, 0.75],
            Join(Recording("a", seconds: 8), Recording("b", seconds: 28, pieces: null)).Recordings.Select(recording => recording.Part));

    [Fact]
    public void Join_RejectedAndOfAnotherModel_DoNotFailTheRest()
    {
        var joined = Accept(Rejected("a"), Recording("b", model: "other"), Recording("c"));

        Assert.Equal(["clip_is_text", "other_model", null], joined.Recordings.Select(recording => recording.Rejection?.Code));
        Assert.Equal(1, joined.Embedding.Pieces);
    }

    [Fact]
    public void Join_OfAModelOfTheSameNameAndOtherContent_IsLeftOutByItsHash()
    {
        var joined = Join(Recording("a", sha256: new string('0', 64)), Recording("b"));

        Assert.Equal(["other_model", null], joined.Recordings.Select(recording => recording.Rejection?.Code));
        Assert.Contains("'demo (SHA-256 000000000000)'", joined.Recordings[0].Rejection!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_NoneUsable_IsRejectedWithWhatIsWrongWithEach()
    {
        var rejection = Reject(Rejected("a"), Rejected("b"));

        Assert.Equal("no_recording_usable", rejection.Code);
        Assert.Equal(
            "None of 2 recordings can be used. a.wav: The upload is a text file, not a recording. b.wav: "
                + "The upload is a text file, not a recording.",
            rejection.Message);
    }

    [Fact]
    public void Join_TooLittleSpeechInAll_IsRejected() =>
        Assert.Equal("not_enough_speech", Reject(Recording("a", seconds: 3)).Code);

    private static JoinedVoice.Accepted Accept(params PreparedRecording[] recordings) =>
        Assert.IsType<JoinedVoice.Accepted>(Join(recordings));

    private static Rejection Reject(params PreparedRecording[] recordings) =>
        Assert.IsType<JoinedVoice.Rejected>(Join(recordings)).Rejection;

    private static JoinedVoice Join(params PreparedRecording[] recordings) =>
        new VoiceJoiner(Embedders.Create(Model), Options.Create(new ClipOptions()), Options.Create(new JoinOptions())).Join(recordings);

    private static PreparedRecording.Rejected Rejected(string id) => new(id, Source(id), Rejections.ClipIsText());

    /// <summary>All are of one voice, and a second of each is no speech.</summary>
    private static PreparedRecording.Accepted Recording(
        string id, double noise = 40, double seconds = 8, int? pieces = 1, string model = Model, string? sha256 = null)
    {
        Check[] checks =
        [
            Thresholds.Seconds(5).Judge(seconds), Thresholds.SpeechSeconds(3).Judge(seconds - 1), Thresholds.SignalToNoise.Judge(noise),
        ];
        return new(
            id,
            new VoiceProfile(
                VoiceProfile.CurrentSchemaVersion,
                id,
                Source(id),
                new ClipSummary(seconds, false, new ClipWindow(0, seconds, seconds - 1, seconds - 1)),
                Verdict.Of(checks),
                new Transcript("one", "en", 1, true, [], []),
                new EmbeddingSummary(model, "embedding.npy", 256, null, pieces, sha256),
                new StageTimes(new StageTime(1), new StageTime(1), new StageTime(1)),
                new EngineSummary("", "", true, "", "", "")),
            [1, seconds > 10 ? 0.1f : 0]);
    }

    private static ClipSource Source(string id) => new($"folder/{id}.wav", "0x1", null, 1);
}
