using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>Clicks and crackle: moments far more abrupt than those around. A voice's pulses are too, but recur within 16 ms.</summary>
internal static class ClickMeter
{
    private const int Reach = 16; // ms: the period of the deepest voices
    private const float Above = 8;
    private const float Audible = 0.002f;
    private const int MinClicks = 3; // one or two are the speaker's lips
    private const float AboveStep = 4; // what is at rest goes up by a step and down again

    /// <summary>Clicks in each second of a window.</summary>
    /// <param name="hiddenStep">That of <see cref="HiddenRounding"/> there.</param>
    public static double PerSecond(MomentMeter moments, ClipWindow window, float hiddenStep)
    {
        var jumps = MomentMeter.Within(window, moments.Jumps);
        var step = Math.Max(Step(MomentMeter.Within(window, moments.Steps)), hiddenStep);
        var least = Math.Max(Audible, AboveStep * step);
        var count = 0;
        for (var i = Reach; i + Reach < jumps.Length; i++)
            if (jumps[i] > least && jumps[i] > jumps[i - 1] && jumps[i] >= jumps[i + 1] && jumps[i] > Above * Around(jumps, i))
                count++;
        return count < MinClicks ? 0 : count / window.Seconds;
    }

    /// <summary>By which the samples rise and fall at least, as they were rounded: large in 8 bits. 0 where nothing sounds.</summary>
    private static float Step(ReadOnlySpan<float> steps)
    {
        var sounding = steps.ToArray().Where(float.IsFinite).Order().ToArray();
        return sounding.Length == 0 ? 0 : sounding[sounding.Length / 10];
    }

    /// <summary>A click may lie in two moments.</summary>
    private static float Around(ReadOnlySpan<float> jumps, int moment)
    {
        float most = 0;
        for (var distance = 2; distance <= Reach; distance++)
            most = Math.Max(most, Math.Max(jumps[moment - distance], jumps[moment + distance]));
        return most;
    }
}
