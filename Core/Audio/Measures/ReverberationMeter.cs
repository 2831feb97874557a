using VoicePrep.Audio.Activity;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Reverberation: in a room no sound falls faster than the room lets it, while a voice alone often stops within hundredths of a second.
/// So the fastest falls in three octaves tell the room (the idea of Lebart et al., "A new method based on spectral subtraction for speech
/// dereverberation", 2001, and of the blind estimators after it).
/// </summary>
internal static class ReverberationMeter
{
    private const int Hop = 128; // 8 ms
    private const int FallHops = 10;
    private const double FallShare = 0.95;
    private const double BelowTopDb = 10; // from where a fall is looked for
    private const double AboveFloorDb = 24; // and how much room it must have over the noise
    private const int MinFalls = 100;
    private const double Silence = 1e-12;

    private static readonly double[] Octaves = [700, 1400, 2800];

    /// <summary>Seconds in which the fastest falls would go down by 60 dB; null where noise, or too little speech, hides them.</summary>
    public static double? Seconds(SpeechTrack track, ClipWindow window)
    {
        var start = (int)(window.StartSeconds * VoiceActivity.SampleRate);
        var samples = track.Samples.AsSpan(
            start, (int)Math.Clamp(track.Samples.Length - start, 0, window.Seconds * VoiceActivity.SampleRate));
        var falls = new List<double>();
        foreach (var octave in Octaves)
            AddFalls(falls, Levels(samples, octave));
        if (falls.Count < MinFalls)
            return null;
        falls.Sort();
        return 60 * FallHops * (double)Hop / VoiceActivity.SampleRate / Math.Max(1, falls[(int)(FallShare * falls.Count)]);
    }

    private static void AddFalls(List<double> falls, double[] levels)
    {
        if (levels.Length == 0)
            return;
        var sorted = levels.Order().ToArray();
        var limit = Math.Max(sorted[sorted.Length * 9 / 10] - BelowTopDb, sorted[sorted.Length / 20] + AboveFloorDb);
        for (var i = 0; i + FallHops + 1 < levels.Length; i++)
            if (levels[i] > limit)
                falls.Add((levels[i] + levels[i + 1] - levels[i + FallHops] - levels[i + FallHops + 1]) / 2);
    }

    /// <summary>The level of an octave every 8 ms. dB.</summary>
    private static double[] Levels(ReadOnlySpan<float> samples, double octave)
    {
        var (first, second) = (Biquad.BandPass(octave, VoiceActivity.SampleRate), Biquad.BandPass(octave, VoiceActivity.SampleRate));
        var levels = new double[samples.Length / Hop];
        for (var i = 0; i < levels.Length; i++)
        {
            double sum = 0;
            foreach (var sample in samples.Slice(i * Hop, Hop))
            {
                var filtered = second.Next(first.Next(sample));
                sum += filtered * filtered;
            }

            levels[i] = Decibels.OfPower(sum / Hop + Silence);
        }

        return levels;
    }
}
