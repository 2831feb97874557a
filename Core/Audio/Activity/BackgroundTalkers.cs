using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Activity;

/// <summary>
/// Removes the talk of other people in the room, which the model takes for speech too. Such a recording has no real pauses: even its
/// quietest moments are voices, not far below the loudest speech. Only in such recordings, long stretches near the level of those moments
/// are taken for background. Recordings with pauses are left unchanged (bench/audio.md).
/// </summary>
internal static class BackgroundTalkers
{
    private const int SmoothedFrames = 5; // 160 ms: longer than the closures within words
    private const float VoiceProbability = 0.35f; // where Silero itself lets speech end
    private const double VoicedShare = 0.33; // in recordings with pauses, in white and street noise, it is under 0.3
    private const double MaxDepthDb = 20; // farther down they are the speaker's own: a whispered ending, a breath
    private const double BackgroundShare = 0.4; // of the way up from the quietest moments to the loudest speech, in dB
    private const int MinFrames = 12; // 0.4 s: speakers are seldom that quiet for so long
    private const double SilenceFloor = 1e-12;

    /// <summary>Sets the probability of speech to 0 where only the background talks.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <param name="probabilities">One for each frame of the samples.</param>
    public static void Remove(ReadOnlySpan<float> samples, Span<float> probabilities)
    {
        if (probabilities.IsEmpty)
            return;
        var levels = Levels(samples);
        var sorted = levels.Order().ToArray();
        var (quietest, quiet, loudest) = (sorted[sorted.Length / 100], sorted[sorted.Length / 10], sorted[sorted.Length * 95 / 100]);
        if (loudest - quietest > MaxDepthDb || !AreVoices(levels, quiet, probabilities))
            return;

        var limit = quietest + BackgroundShare * (loudest - quietest);
        for (int start = 0, end; start < levels.Length; start = end + 1)
        {
            end = start;
            while (end < levels.Length && levels[end] < limit)
                end++;
            if (end - start >= MinFrames)
                probabilities[start..end].Clear();
        }
    }

    /// <summary>Whether the model hears voices in many of the frames up to a level.</summary>
    private static bool AreVoices(double[] levels, double level, ReadOnlySpan<float> probabilities)
    {
        int quiet = 0, voiced = 0;
        for (var frame = 0; frame < levels.Length; frame++)
        {
            if (levels[frame] > level)
                continue;
            quiet++;
            voiced += probabilities[frame] > VoiceProbability ? 1 : 0;
        }

        return voiced >= VoicedShare * quiet;
    }

    /// <summary>The level around each frame. dB.</summary>
    private static double[] Levels(ReadOnlySpan<float> samples)
    {
        var energies = FrameEnergies.Of(samples);
        var levels = new double[energies.Length];
        for (var frame = 0; frame < levels.Length; frame++)
        {
            var around = energies.AsSpan(
                Math.Max(0, frame - SmoothedFrames / 2)..Math.Min(energies.Length, frame + SmoothedFrames / 2 + 1));
            levels[frame] = Decibels.OfPower(TensorPrimitives.Sum<double>(around) / around.Length + SilenceFloor);
        }

        return levels;
    }
}
