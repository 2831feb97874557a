using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Dropouts: holes of some milliseconds in a sound that goes on behind them as it was before. A voice falls and rises within a
/// millisecond by as much only where it is cut out. In few bits what is faint rises from silence by one step and falls back, again and
/// again: there a hole counts only if it is alone.
/// </summary>
internal static class DropoutMeter
{
    private const int Around = 20; // ms
    private const int MinLength = 2;
    private const int MaxLength = 25; // longer ones are like the closures of p, t and k
    private const double Depth = 1e-4; // -40 dB
    private const double EdgeShare = 0.1;
    private const double SimilarLevel = 4; // between what is before and what is behind
    private const double Audible = 1e-8;
    private const int MinHoles = 2;
    private const double LoudShare = 0.3; // of the mean: more than what is rounded to few steps reaches
    private const double FaintShare = 0.003; // 25 dB under the mean: a hole in it is not heard

    /// <summary>Dropouts in each second of a window.</summary>
    public static double PerSecond(MomentMeter moments, ClipWindow window)
    {
        var powers = MomentMeter.Within(window, moments.Powers);
        var count = 0;
        var mean = TensorPrimitives.Sum(powers) / powers.Length;
        var least = Math.Max(Audible, FaintShare * mean);
        for (int start = Around + 1, end; start + MaxLength + Around + 1 < powers.Length; start = end)
        {
            end = start + 1;
            var before = TensorPrimitives.Sum(powers.Slice(start - Around - 1, Around)) / Around;
            if (before < least || powers[start] > Depth * before)
                continue;
            while (end < start + MaxLength && powers[end] <= Depth * before)
                end++;
            var after = TensorPrimitives.Sum(powers.Slice(end + 1, Around)) / Around;
            if (end - start >= MinLength && end < start + MaxLength
                && after < SimilarLevel * before && before < SimilarLevel * after
                && Math.Max(powers[start - 1], powers[start - 2]) > EdgeShare * before
                && Math.Max(powers[end], powers[end + 1]) > EdgeShare * after
                && (before > LoudShare * mean
                    || (!HasHole(powers.Slice(start - Around - 1, Around), Depth * before)
                        && !HasHole(powers.Slice(end + 1, Around), Depth * after))))
                count++;
        }

        return count < MinHoles ? 0 : count / window.Seconds;
    }

    private static bool HasHole(ReadOnlySpan<float> powers, double limit) => TensorPrimitives.Min(powers) <= limit;
}
