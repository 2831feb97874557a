using VoicePrep.Audio.Activity;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Signal-to-noise ratio: the power of the speech over that of the noise, which is looked for in two ways. The pauses may hold
/// breaths and syllables that voice activity missed, so it is their median that counts; the quietest tenth of all frames has none of
/// these, but of a noise that comes and goes it sees too little. What both agree on is the answer. Where there are no pauses, or only
/// digital silence, the noise is looked for under the words.
/// </summary>
internal static class NoiseMeter
{
    private const double CleanDb = 25; // no one would call it noisy

    /// <summary>Fewer pause frames than this (0.3 s) tell nothing.</summary>
    private const int MinPauseFrames = 10;

    /// <summary>The noise that rounding to 16 bits makes; none would be an infinite ratio.</summary>
    private const double Floor = 1.0 / 12 / 32768 / 32768;

    private const double SteadyDb = 6; // between the two where there is a floor of noise

    private const double FrameMoments = VoiceActivity.FrameSeconds * MomentMeter.PerSecond;
    private const double MinimaMarginDb = 8; // by as much it may call noise too little
    private const double AgreementDb = 10;

    /// <summary>dB; null where there is no speech, or where the noise under it cannot be told.</summary>
    public static double? SignalToNoise(SpeechTrack track, MomentMeter moments, SpectrumMeter spectrum, ClipWindow window)
    {
        var frames = track.Frames(window).ToArray();
        var sounding = frames.Where(frame => Enumerable.Range((int)(frame * FrameMoments), (int)FrameMoments).Any(moments.Sounds))
            .ToHashSet();
        var speech = track.SpeechPower(window);
        if (speech <= Floor || sounding.Count == 0)
            return null;
        var pauses = frames.Where(track.IsPause).ToArray();
        var soundingPauses = pauses.Where(sounding.Contains).Select(frame => track.Energies[frame]).Order().ToArray();
        var isSilenced = soundingPauses.Length < pauses.Length / 2;
        // At least this good: the quietest moments are noise, and perhaps speech too.
        var byQuietest = Ratio(speech, Quietest(sounding.Select(frame => track.Energies[frame])));
        if (isSilenced || soundingPauses.Length < MinPauseFrames)
        {
            // What noise is under the words is looked for in the words.
            var byMinima = spectrum.RatioToMinima(Sounding(track, moments, window));
            return byMinima >= CleanDb + MinimaMarginDb ? byMinima : !isSilenced && byMinima - byQuietest <= SteadyDb ? byQuietest : null;
        }

        var byPauses = Ratio(speech, soundingPauses[soundingPauses.Length / 2]);
        if (byPauses >= CleanDb || byQuietest - byPauses <= AgreementDb)
            return byPauses;
        return byQuietest < CleanDb ? byQuietest : null;
    }

    /// <summary>The blocks of speech in a window that have no digital silence in them.</summary>
    private static IEnumerable<int> Sounding(SpeechTrack track, MomentMeter moments, ClipWindow window)
    {
        const int moment = MomentMeter.PerSecond / Blocks.PerSecond;
        var end = (int)((window.StartSeconds + window.Seconds) * Blocks.PerSecond);
        for (var block = (int)Math.Ceiling(window.StartSeconds * Blocks.PerSecond); block < end; block++)
            if (track.IsSpeechAt((block + 0.5) / Blocks.PerSecond) && Enumerable.Range(block * moment, moment).All(moments.Sounds))
                yield return block;
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
