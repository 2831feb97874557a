using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// The step to which samples were rounded (8 bits, A-law) before a change of rate hid it. Where the sound is faint, such a recording
/// still stays at one level for milliseconds at a time, and these levels are whole steps apart. The silence of a gate or a dropout has
/// one level only.
/// </summary>
internal static class HiddenRounding
{
    private const int Around = 20; // ms
    private const double Depth = 1e-4; // -40 dB
    private const double Audible = 1e-8;
    private const float LeastStep = 1.5e-4f; // that of mu-law is 2.4e-4; what is between is the resampler's own rounding

    /// <summary>The step in a window; full scale is 1. 0 if there is none.</summary>
    public static float Step(MomentMeter moments, ClipWindow window)
    {
        var powers = MomentMeter.Within(window, moments.Powers);
        var levels = MomentMeter.Within(window, moments.Levels);
        var sums = new double[powers.Length + 1];
        for (var i = 0; i < powers.Length; i++)
            sums[i + 1] = sums[i] + powers[i];

        var (steps, last) = (new List<float>(), float.NaN);
        for (var i = 0; i < powers.Length; i++)
        {
            var (start, end) = (Math.Max(0, i - Around), Math.Min(powers.Length, i + Around + 1));
            var mean = (sums[end] - sums[start]) / (end - start);
            if (mean < Audible || powers[i] > Depth * mean)
                continue;
            if (Math.Abs(levels[i] - last) > LeastStep)
                steps.Add(Math.Abs(levels[i] - last));
            last = levels[i];
        }

        steps.Sort();
        return steps.Count == 0 ? 0 : steps[steps.Count / 10];
    }
}
