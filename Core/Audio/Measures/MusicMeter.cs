using System.Numerics;
using VoicePrep.Audio.Activity;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Music in the pauses, against the speech: tones that hold for a quarter of a second. A tone that never ends is no music but hum or a
/// whistle, and a voice glides.
/// </summary>
internal static class MusicMeter
{
    private const int Length = 2048; // 128 ms: bins of 7.8 Hz
    private const int Step = Length / 2;
    private const int MinBin = 20; // 156 Hz
    private const int MaxBin = 380; // 3 kHz
    private const int Near = 12;
    private const double AboveNear = 20;
    private const int MinSegments = 4;
    private const int MaxSegments = 48;
    private const double AlwaysShare = 0.7;
    private const int MinNotes = 3;
    private const double MaxHumHz = 400;
    private const double FloorDb = -100;

    private static readonly double[] Mains = [50, 60];

    private static readonly float[] Hann = HannWindow.Of(Length);

    /// <summary>dB relative to the speech; null where there is no speech, or too little pause to listen to.</summary>
    public static double? Level(SpeechTrack track, ClipWindow window)
    {
        var speech = track.SpeechPower(window);
        var starts = track.Pauses(window, Length, Step).Take(MaxSegments).ToArray();
        if (speech == 0 || starts.Length < MinSegments)
            return null;
        var spectra = Spectra(track.Samples, starts);
        var tones = spectra.Select(Tones).ToArray();
        var isMusic = Enumerable.Range(0, MaxBin)
            .Select(bin => bin >= MinBin && !IsHum(bin) && tones.Count(tone => tone[bin]) <= AlwaysShare * tones.Length)
            .ToArray();
        double power = 0;
        var notes = new HashSet<int>();
        for (var segment = 0; segment + 2 < starts.Length; segment++)
            if (starts[segment + 2] - starts[segment] == 2 * Step) // they do not overlap
                for (var bin = MinBin; bin < MaxBin; bin++)
                    if (isMusic[bin] && tones[segment][bin] && tones[segment + 2][bin])
                    {
                        power += Math.Min(spectra[segment][bin], spectra[segment + 2][bin]);
                        notes.Add(bin);
                    }

        if (notes.Count < MinNotes)
            return FloorDb;
        return Math.Max(FloorDb, Decibels.OfPower(power / (starts.Length - 2) / speech + 1e-10));
    }

    private static bool IsHum(int bin)
    {
        var frequency = (double)bin * VoiceActivity.SampleRate / Length;
        return frequency < MaxHumHz
            && Mains.Any(mains => Math.Abs(Math.IEEERemainder(frequency, mains)) < (double)VoiceActivity.SampleRate / Length);
    }

    /// <summary>Of each segment, the mean square of a sine in each bin.</summary>
    private static float[][] Spectra(float[] samples, int[] starts)
    {
        var transform = new FourierTransform(Length);
        var (magnitudes, lanes) = (new Vector<float>[Length / 2 + 1], new float[Vector<float>.Count]);
        var spectra = starts.Select(_ => new float[MaxBin + Near]).ToArray();
        for (var first = 0; first < starts.Length; first += lanes.Length)
        {
            for (var n = 0; n < Length; n++)
            {
                for (var lane = 0; lane < lanes.Length; lane++)
                    lanes[lane] = first + lane < starts.Length ? samples[starts[first + lane] + n] * Hann[n] : 0;
                transform.Input[n] = new(lanes);
            }

            transform.Run(magnitudes, 0);
            for (var lane = 0; lane < lanes.Length && first + lane < starts.Length; lane++)
                for (var bin = 0; bin < MaxBin + Near; bin++)
                    spectra[first + lane][bin] = 8 * magnitudes[bin][lane] * magnitudes[bin][lane] / ((float)Length * Length);
        }

        return spectra;
    }

    /// <summary>The bins that stand high over the middle one of those around.</summary>
    private static bool[] Tones(float[] spectrum)
    {
        var tones = new bool[MaxBin];
        var around = new float[2 * Near + 1];
        for (var bin = MinBin; bin < MaxBin; bin++)
        {
            if (spectrum[bin] < spectrum[bin - 1] || spectrum[bin] < spectrum[bin + 1])
                continue;
            spectrum.AsSpan(bin - Near, around.Length).CopyTo(around);
            Array.Sort(around);
            tones[bin] = spectrum[bin] > AboveNear * around[Near];
        }

        return tones;
    }
}
