using VoicePrep.Audio.Activity;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>Mains hum: tones at 50 or 60 Hz and their multiples in the pauses, against the speech.</summary>
internal static class HumMeter
{
    private const int Length = 4096; // 256 ms: a Hann window's main lobe is ±8 Hz
    private const int Step = Length / 2;
    private const int Harmonics = 6;
    private const double NeighbourHz = 16;
    private const double ToneAboveNeighbours = 4;
    private const double FloorDb = -100;
    private const int MinSegments = 2;
    private const int MaxSegments = 40;

    private static readonly double[] Mains = [50, 60];
    private static readonly float[] Hann = HannWindow.Of(Length);

    /// <summary>dB relative to the speech; null where there is no speech, or no pause of 0.3 s to listen to.</summary>
    public static double? Level(SpeechTrack track, ClipWindow window)
    {
        var speech = track.SpeechPower(window);
        var segments = track.Pauses(window, Length, Step).Take(MaxSegments).ToArray();
        if (speech == 0 || segments.Length < MinSegments)
            return null;
        var hum = Mains.Max(mains => Enumerable.Range(1, Harmonics).Sum(harmonic => Tone(track.Samples, segments, mains * harmonic)));
        return Math.Max(FloorDb, Decibels.OfPower(hum / speech));
    }

    /// <summary>The power of a tone, or 0 where it does not stand out of what is around it.</summary>
    private static double Tone(float[] samples, int[] segments, double frequency)
    {
        var tone = segments.Average(start => Power(samples.AsSpan(start, Length), frequency));
        var around = segments.Average(start =>
            Power(samples.AsSpan(start, Length), frequency - NeighbourHz)
                + Power(samples.AsSpan(start, Length), frequency + NeighbourHz)) / 2;
        return tone > ToneAboveNeighbours * around ? tone : 0;
    }

    /// <summary>Goertzel's algorithm; the mean square of a sine of that frequency.</summary>
    private static double Power(ReadOnlySpan<float> samples, double frequency)
    {
        var turn = 2 * Math.Cos(2 * Math.PI * frequency / VoiceActivity.SampleRate);
        double last = 0, before = 0;
        for (var n = 0; n < samples.Length; n++)
            (last, before) = (samples[n] * Hann[n] + turn * last - before, last);
        var squared = last * last + before * before - turn * last * before;
        return 8 * squared / ((double)Length * Length);
    }
}
