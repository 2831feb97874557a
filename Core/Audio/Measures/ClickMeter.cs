using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>Clicks and crackle: moments far more abrupt than those around. A voice's pulses are too, but recur within 16 ms.</summary>
internal static class ClickMeter
{
    private const int Reach = 16; // ms: the period of the deepest voices
    private const float Above = 8;
    private const float Audible = 0.002f;
    private const int MinClicks = 3; // one or two are the speaker's lips

    /// <summary>Clicks in each second of a window.</summary>
    public static double PerSecond(MomentMeter moments, ClipWindow window)
    {
        var jumps = MomentMeter.Within(window, moments.Jumps);
        var count = 0;
        for (var i = Reach; i + Reach < jumps.Length; i++)
            if (jumps[i] > Audible && jumps[i] > jumps[i - 1] && jumps[i] >= jumps[i + 1] && jumps[i] > Above * Around(jumps, i))
                count++;
        return count < MinClicks ? 0 : count / window.Seconds;
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
