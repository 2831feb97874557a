using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Voice;

namespace VoicePrep.Joining;

/// <summary>Makes one voice of several recordings, and finds those that do not belong to it.</summary>
public sealed class VoiceJoiner(VoiceEmbedder embedder, IOptions<ClipOptions> clipOptions, IOptions<JoinOptions> joinOptions)
{
    private readonly ClipOptions limits = clipOptions.Value;
    private readonly JoinOptions options = joinOptions.Value;

    public JoinedVoice Join(IReadOnlyList<PreparedRecording> recordings)
    {
        var leftOut = new Dictionary<string, Rejection>(StringComparer.Ordinal);
        List<PreparedRecording.Accepted> used = [.. recordings.OfType<PreparedRecording.Accepted>()];
        LeaveOut(recording =>
            recording.Profile.Embedding.ToModel() is var model && model.Matches(embedder.Model)
                ? null
                : Rejections.OtherModel(model.Beside(embedder.Model), embedder.Model.Beside(model)));

        var gaps = used.Zip(NoiseGap.Of([.. used.Select(recording => NoiseOf(recording)?.Value)]))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        LeaveOut(recording => NoiseOf(recording) is { Outcome: not Grade.Good, Value: { } ratio } && gaps[recording] > options.MaxNoiseGap
            ? Rejections.FarNoisier(ratio, gaps[recording]!.Value, options.MaxNoiseGap)
            : null);

        var toRest = used.Zip(SimilarityToRest.Of([.. used.Select(recording => recording.Embedding)], options.MinSimilarity))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        LeaveOut(recording =>
            toRest[recording].Belongs ? null : Rejections.AnotherSpeaker(toRest[recording].Similarity!.Value, options.MinSimilarity));

        var pieces = used.Sum(recording => recording.Embedding.Pieces);
        VoiceRecording[] entries =
        [
            .. recordings.Select(recording => recording switch
            {
                PreparedRecording.Accepted accepted =>
                    Describe(
                        accepted,
                        leftOut.GetValueOrDefault(accepted.Id),
                        toRest.TryGetValue(accepted, out var own) ? own.Similarity : null,
                        pieces),
                PreparedRecording.Rejected rejected =>
                    new VoiceRecording(rejected.Id, rejected.Source, 0, null, null, null, null, rejected.Rejection),
                _ => throw new ArgumentException($"A recording is {recording}.", nameof(recordings)),
            }),
        ];
        var speech = used.Sum(recording => CheckOf(recording, Thresholds.SpeechSeconds(limits.MinSpeechSeconds).Name)?.Value ?? 0);
        return used.Count == 0 ? new JoinedVoice.Rejected(entries, Rejections.NoRecordingUsable(
            [.. entries.Select(recording => (Path.GetFileName(recording.Source.Name), recording.Rejection!))]))
            : speech < limits.MinSpeechSeconds
            ? new JoinedVoice.Rejected(entries, Rejections.NotEnoughSpeech(speech, limits.MinSpeechSeconds))
            : Unite(entries, used);

        void LeaveOut(Func<PreparedRecording.Accepted, Rejection?> judge)
        {
            foreach (var (recording, why) in used.Select(recording => (recording, judge(recording))).ToArray())
            {
                if (why is null) continue;
                leftOut.Add(recording.Id, why);
                used.Remove(recording);
            }
        }
    }

    private JoinedVoice.Accepted Unite(IReadOnlyList<VoiceRecording> entries, List<PreparedRecording.Accepted> used)
    {
        var consistency = VoiceConsistency.Of([.. used.Select(recording => recording.Values)]);
        var best = used.OrderBy(recording => recording.Profile.Verdict.Grade)
            .ThenByDescending(recording => recording.Profile.Clip.Window.Score ?? 0)
            .First();
        return new(
            entries,
            best,
            JoinedEmbedding.Of([.. used.Select(recording => recording.Embedding)]),
            consistency,
            CombinedVerdict.Of([.. used.Select(recording => recording.Profile.Verdict)], consistency?.BetweenGroups, limits));
    }

    private static VoiceRecording Describe(PreparedRecording.Accepted recording, Rejection? leftOut, double? similarity, int pieces)
    {
        var profile = recording.Profile;
        return new(
            recording.Id,
            profile.Source,
            leftOut is null ? (double)recording.Embedding.Pieces / pieces : 0,
            similarity,
            profile.Clip,
            profile.Verdict,
            profile.Transcript,
            leftOut);
    }

    private static Check? NoiseOf(PreparedRecording.Accepted recording) => CheckOf(recording, Thresholds.SignalToNoise.Name);

    private static Check? CheckOf(PreparedRecording.Accepted recording, string name) =>
        recording.Profile.Verdict.Checks.FirstOrDefault(check => check.Name == name);
}
