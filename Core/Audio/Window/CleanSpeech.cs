using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Measures;

namespace VoicePrep.Audio.Window;

/// <summary>
/// Seconds of clean speech in any part of a clip: each frame of speech is weighted by the signal-to-noise ratio around it, and does not
/// count if it is clipped.
/// </summary>
internal sealed class CleanSpeech
{
    private const double WorthlessDb = 5;
    private const double CleanDb = 25;
    private const double LeastWeight = 0.05; // noisy speech is still better than none

    /// <summary>The noise around a second is the quietest it gets within this distance. Seconds.</summary>
    private const int NoiseReach = 2;

    private static readonly int FramesPerSecond = (int)Math.Round(1 / VoiceActivity.FrameSeconds);

    private readonly double[] sums; // of the frames before each

    public CleanSpeech(SpeechTrack track, LevelMeter levels, float peak)
    {
        var weights = Weights(track);
        sums = new double[track.Energies.Length + 1];
        for (var frame = 0; frame < track.Energies.Length; frame++)
        {
            var counts = track.IsSpeech(frame) && !levels.IsClipped((int)(frame * VoiceActivity.FrameSeconds * Blocks.PerSecond), peak);
            sums[frame + 1] = sums[frame] + (counts ? weights[frame / FramesPerSecond] * VoiceActivity.FrameSeconds : 0);
        }
    }

    /// <summary>Seconds of clean speech from one time to another.</summary>
    public double Score(double startSeconds, double endSeconds) => SumTo(endSeconds) - SumTo(startSeconds);

    private double SumTo(double seconds) => sums[Math.Clamp((int)Math.Round(seconds / VoiceActivity.FrameSeconds), 0, sums.Length - 1)];

    /// <summary>From 0.05 to 1 for each second.</summary>
    private static double[] Weights(SpeechTrack track)
    {
        var seconds = (track.Energies.Length + FramesPerSecond - 1) / FramesPerSecond;
        var quietest = new double[seconds];
        for (var second = 0; second < seconds; second++)
            quietest[second] = NoiseMeter.Quietest(Frames(track, second).Select(frame => track.Energies[frame]));

        var weights = new double[seconds];
        for (var second = 0; second < seconds; second++)
        {
            var noise = quietest[Math.Max(0, second - NoiseReach)..Math.Min(seconds, second + NoiseReach + 1)].Min();
            var speech = Frames(track, second).Where(track.IsSpeech).Select(frame => track.Energies[frame]).DefaultIfEmpty().Average();
            weights[second] = Math.Clamp((NoiseMeter.Ratio(speech, noise) - WorthlessDb) / (CleanDb - WorthlessDb), LeastWeight, 1);
        }

        return weights;
    }

    private static IEnumerable<int> Frames(SpeechTrack track, int second) =>
        Enumerable.Range(second * FramesPerSecond, Math.Min(FramesPerSecond, track.Energies.Length - second * FramesPerSecond));
}
