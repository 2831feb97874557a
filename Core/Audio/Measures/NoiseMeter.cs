using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>Signal-to-noise ratio: the power of the speech over the power of the pauses.</summary>
internal static class NoiseMeter
{
    /// <summary>A clip with fewer pause frames than this (0.3 s) has its quietest tenth taken for the noise.</summary>
    private const int MinPauseFrames = 10;

    /// <summary>The noise that rounding to 16 bits makes; digital silence would be an infinite ratio.</summary>
    private const double Floor = 1.0 / 12 / 32768 / 32768;

    /// <summary>dB; null where there is no speech.</summary>
    public static double? SignalToNoise(SpeechTrack track, ClipWindow window)
    {
        var frames = track.Frames(window).ToArray();
        var speech = frames.Where(track.IsSpeech).Select(frame => track.Energies[frame]).ToArray();
        if (speech.Length == 0)
            return null;
        var pauses = frames.Where(track.IsPause).Select(frame => track.Energies[frame]).ToArray();
        var noise = pauses.Length >= MinPauseFrames ? pauses.Average() : Quietest(frames.Select(frame => track.Energies[frame]));
        return Ratio(speech.Average(), noise);
    }

    /// <summary>The ratio of noisy speech to noise. dB.</summary>
    public static double Ratio(double noisySpeech, double noise)
    {
        var floor = Math.Max(noise, Floor);
        return Decibels.OfPower(Math.Max(noisySpeech - floor, floor / 100) / floor);
    }

    /// <summary>The mean of the lowest tenth.</summary>
    public static double Quietest(IEnumerable<double> energies)
    {
        var sorted = energies.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted.Take(Math.Max(1, sorted.Length / 10)).Average();
    }
}
