using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Dropouts: holes of some milliseconds in a sound that goes on behind them as it was before. A voice falls and rises within a
/// millisecond by as much only where it is cut out, or where it is so faint that its samples are rounded to a few steps: 8 bits, A-law.
/// How large those steps are is seen beside the hole, or by <see cref="HiddenRounding"/>.
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
    private const int Beside = 3; // ms
    private const double LeastSquares = 3; // squared steps in each ms: less is rounded to silence now and then
    private const double LeastSquaresAmongHoles = 10;

    /// <summary>Dropouts in each second of a window.</summary>
    /// <param name="hiddenStep">That of <see cref="HiddenRounding"/> there.</param>
    public static double PerSecond(MomentMeter moments, ClipWindow window, float hiddenStep)
    {
        var powers = MomentMeter.Within(window, moments.Powers);
        var steps = MomentMeter.Within(window, moments.Steps);
        var hidden = LeastSquares * Math.Pow(hiddenStep, 2);
        var count = 0;
        for (int start = Around + 1, end; start + MaxLength + Around + 1 < powers.Length; start = end)
        {
            end = start + 1;
            var before = TensorPrimitives.Sum(powers.Slice(start - Around - 1, Around)) / Around;
            if (before < Audible || powers[start] > Depth * before)
                continue;
            while (end < start + MaxLength && powers[end] <= Depth * before)
                end++;
            var after = TensorPrimitives.Sum(powers.Slice(end + 1, Around)) / Around;
            if (end - start >= MinLength && end < start + MaxLength
                && after < SimilarLevel * before && before < SimilarLevel * after
                && Math.Max(powers[start - 1], powers[start - 2]) > EdgeShare * before
                && Math.Max(powers[end], powers[end + 1]) > EdgeShare * after
                && Math.Min(before, after) * moments.Samples > hidden
                && IsAboveRounding(powers.Slice(start - Around - 1, Around), before, steps.Slice(start - Beside, Beside), moments.Samples)
                && IsAboveRounding(powers.Slice(end + 1, Around), after, steps.Slice(end, Beside), moments.Samples))
                count++;
        }

        return count < MinHoles ? 0 : count / window.Seconds;
    }

    private static bool IsAboveRounding(ReadOnlySpan<float> powers, double mean, ReadOnlySpan<float> steps, double samples)
    {
        var amongHoles = TensorPrimitives.Min(powers) <= Depth * mean;
        return mean * samples > (amongHoles ? LeastSquaresAmongHoles : LeastSquares) * Math.Pow(TensorPrimitives.Min(steps), 2);
    }
}
