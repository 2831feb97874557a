using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Signal-to-noise ratio: the power of the speech over that of the noise, which is looked for in two ways. The pauses may hold
/// breaths and syllables that voice activity missed, so it is their median that counts; the quietest tenth of all frames has none of
/// these, but of a noise that comes and goes it sees too little. What both agree on is the answer.
/// </summary>
internal static class NoiseMeter
{
    /// <summary>Speech over noise that is good. dB.</summary>
    public const double CleanDb = 25;

    /// <summary>Fewer pause frames than this (0.3 s) tell nothing.</summary>
    private const int MinPauseFrames = 10;

    /// <summary>The noise that rounding to 16 bits makes; what is under it is digital silence: cut out, gated or synthetic.</summary>
    private const double Floor = 1.0 / 12 / 32768 / 32768;

    private const int MomentSamples = 64;
    private const double QuietShare = 0.03;
    private const double SteadyDb = 6; // between the quietest moments and the quietest frames of what has a floor of noise

    private const double AgreementDb = 10;

    /// <summary>dB; null where there is no speech, or where the noise under it cannot be told.</summary>
    public static double? SignalToNoise(SpeechTrack track, ClipWindow window)
    {
        var frames = track.Frames(window).ToArray();
        var speech = frames.Where(track.IsSpeech).Select(frame => track.Energies[frame]).DefaultIfEmpty().Average();
        var sounding = frames.Select(frame => track.Energies[frame]).Where(energy => energy > Floor).ToArray();
        if (speech <= Floor || sounding.Length == 0)
            return null;
        var pauses = frames.Where(track.IsPause).Select(frame => track.Energies[frame]).ToArray();
        var soundingPauses = pauses.Where(energy => energy > Floor).Order().ToArray();
        var isSilenced = soundingPauses.Length < pauses.Length / 2;
        // At least this good: the quietest moments are noise, and perhaps speech too.
        var byQuietest = Ratio(speech, Quietest(sounding));
        if (isSilenced || soundingPauses.Length < MinPauseFrames)
        {
            // Words that fade into silence have no noise under them; where they do not, it was cut out, and how much is left cannot be told.
            var byMoments = Ratio(speech, QuietMoments(track, window));
            return byMoments >= CleanDb ? byMoments : !isSilenced && byMoments - byQuietest <= SteadyDb ? byQuietest : null;
        }

        var byPauses = Ratio(speech, soundingPauses[soundingPauses.Length / 2]);
        if (byPauses >= CleanDb || byQuietest - byPauses <= AgreementDb)
            return byPauses;
        return byQuietest < CleanDb ? byQuietest : null;
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

    /// <summary>What hardly any moment that sounds is quieter than; in moments of 4 ms there is little of the edges of words.</summary>
    private static double QuietMoments(SpeechTrack track, ClipWindow window)
    {
        var start = (int)(window.StartSeconds * VoiceActivity.SampleRate);
        var end = Math.Min(track.Samples.Length, start + (int)(window.Seconds * VoiceActivity.SampleRate));
        var moments = new List<double>();
        for (; start + MomentSamples <= end; start += MomentSamples)
            if (TensorPrimitives.SumOfSquares<float>(track.Samples.AsSpan(start, MomentSamples)) / MomentSamples is var power && power > Floor)
                moments.Add(power);
        moments.Sort();
        return moments.Count == 0 ? Floor : moments[(int)(QuietShare * moments.Count)];
    }
}
