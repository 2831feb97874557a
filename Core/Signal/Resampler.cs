using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoicePrep.Signal;

/// <summary>
/// Converts samples to another rate by FFmpeg's own method (libswresample, <c>aresample=filter_size=128:cutoff=0.97</c>): a
/// Kaiser-windowed sinc, one set of taps for each phase, in 32-bit floats that are added in FFmpeg's order. The result equals FFmpeg's to
/// the bit, without starting a process.
/// </summary>
public static class Resampler
{
    private const int FilterSize = 128;
    private const double Cutoff = 0.97; // of the lower Nyquist frequency
    private const double KaiserBeta = 9;
    private const int MaxPhases = 1024;

    private const int KeptFilters = 16;
    private const int MaxKeptTaps = 100_000; // those of the usual rates

    private static readonly ConcurrentDictionary<(int From, int To), Filter> Filters = new();

    /// <summary>The samples at another rate.</summary>
    /// <param name="from">Their rate, Hz.</param>
    /// <param name="to">The new rate, Hz.</param>
    public static float[] Resample(ReadOnlySpan<float> samples, int from, int to)
    {
        if (from == to || samples.IsEmpty)
            return samples.ToArray();
        var filter = FilterOf(from, to);
        var padded = Pad(samples, filter.Centre, filter.Stride);
        var result = new float[filter.Count(samples.Length, from, to)];
        var (steps, step) = Reduce((long)from * filter.Phases, to);
        var (place, i) = (default(Place), 0);
        for (; step == 1 && i + 4 <= result.Length; i += 4)
        {
            var second = Next(place);
            var third = Next(second);
            var fourth = Next(third);
            var (a, b, c, d) = Dot(
                Heard(place), Taps(place), Heard(second), Taps(second), Heard(third), Taps(third), Heard(fourth), Taps(fourth));
            (result[i], result[i + 1], result[i + 2], result[i + 3]) = (Add(a), Add(b), Add(c), Add(d));
            place = Next(fourth);
        }

        for (; i < result.Length; i++, place = Next(place))
        {
            var sums = Dot(Heard(place), Taps(place));
            if (place.Between > 0) // only where there are not as many phases as the two rates have
                sums = Vector128.MultiplyAddEstimate(
                    Dot(Heard(place), Taps(place with { Phase = place.Phase + 1 })) - sums,
                    Vector128.Create(place.Between * (1f / step)),
                    sums);
            result[i] = Add(sums);
        }

        return result;

        ReadOnlySpan<float> Heard(Place place) => padded.AsSpan(place.First, filter.Stride);

        ReadOnlySpan<float> Taps(Place place) => filter.Taps.AsSpan(place.Phase * filter.Stride, filter.Stride);

        Place Next(Place place)
        {
            var (whole, between) = Math.DivRem(place.Between + steps, step);
            var (samples, phase) = Math.DivRem(place.Phase + whole, filter.Phases);
            return new(place.First + (int)samples, (int)phase, between);
        }
    }

    private static (long A, long B) Reduce(long a, long b)
    {
        var divisor = (long)BigInteger.GreatestCommonDivisor(a, b);
        return (a / divisor, b / divisor);
    }

    /// <summary>Eight partial sums, whose halves are then added: the order of FFmpeg's x86 code.</summary>
    private static Vector128<float> Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector256<float>.Zero;
        for (var i = 0; i < a.Length; i += Vector256<float>.Count)
            sums = Vector256.MultiplyAddEstimate(Vector256.Create(a[i..]), Vector256.Create(b[i..]), sums);
        return sums.GetLower() + sums.GetUpper();
    }

    /// <summary>Four products at once, all of the same length: one alone would wait for each of its additions.</summary>
    private static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Dot(
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> ofA,
        ReadOnlySpan<float> b,
        ReadOnlySpan<float> ofB,
        ReadOnlySpan<float> c,
        ReadOnlySpan<float> ofC,
        ReadOnlySpan<float> d,
        ReadOnlySpan<float> ofD)
    {
        var (sumsA, sumsB, sumsC, sumsD) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < a.Length; i += Vector256<float>.Count)
        {
            sumsA = Vector256.MultiplyAddEstimate(Load(a, i), Load(ofA, i), sumsA);
            sumsB = Vector256.MultiplyAddEstimate(Load(b, i), Load(ofB, i), sumsB);
            sumsC = Vector256.MultiplyAddEstimate(Load(c, i), Load(ofC, i), sumsC);
            sumsD = Vector256.MultiplyAddEstimate(Load(d, i), Load(ofD, i), sumsD);
        }

        return (
            sumsA.GetLower() + sumsA.GetUpper(),
            sumsB.GetLower() + sumsB.GetUpper(),
            sumsC.GetLower() + sumsC.GetUpper(),
            sumsD.GetLower() + sumsD.GetUpper());

        static Vector256<float> Load(ReadOnlySpan<float> from, int at) =>
            Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(from), (nuint)at);
    }

    private static float Add(Vector128<float> sums) => sums[0] + sums[2] + (sums[1] + sums[3]);

    /// <summary>Mirrors the samples at both ends, so that there is no step where the sound begins and ends.</summary>
    private static float[] Pad(ReadOnlySpan<float> samples, int centre, int length)
    {
        var padded = new float[samples.Length + 2 * length];
        samples.CopyTo(padded.AsSpan(centre));
        for (var i = 1; i <= Math.Min(centre, samples.Length - 1); i++)
            padded[centre - i] = samples[i];
        for (var i = 0; i < Math.Min(length, samples.Length); i++)
            padded[centre + samples.Length + i] = samples[^(i + 1)];
        return padded;
    }

    private static Filter FilterOf(int from, int to)
    {
        if (Filters.TryGetValue((from, to), out var kept))
            return kept;
        var filter = Filter.Of(from, to);
        if (filter.Taps.Length <= MaxKeptTaps && Filters.Count < KeptFilters)
            Filters[(from, to)] = filter;
        return filter;
    }

    /// <summary>The position of an output sample among those of the old rate.</summary>
    /// <param name="First">The first input sample that its taps cover.</param>
    /// <param name="Phase">The phase after the middle sample.</param>
    /// <param name="Between">The fraction of a step after that phase.</param>
    private readonly record struct Place(int First, int Phase, long Between);

    /// <param name="Phases">The number of positions between two samples that have taps of their own.</param>
    /// <param name="Length">Taps of a phase.</param>
    /// <param name="Stride">Taps of a phase, filled up with zeros.</param>
    /// <param name="Taps">Phase by phase.</param>
    private sealed record Filter(int Phases, int Length, int Stride, float[] Taps)
    {
        public int Centre => (Length - 1) / 2;

        /// <summary>
        /// How many samples an input of this length yields, as with FFmpeg: whatever it has not used when the input ends is extended by
        /// half its length, mirrored.
        /// </summary>
        public int Count(int samples, int from, int to)
        {
            var last = samples - Length + Centre; // from which on a sample's taps need more than there is
            var rest = samples - (Before(last) * from / to - Centre);
            return (int)Before(last + (Math.Min(rest, Length) + 1) / 2);

            long Before(long position) => Math.Max(0, ((position + 1) * to + from - 1) / from);
        }

        public static Filter Of(int from, int to)
        {
            var phases = (int)Math.Min(Reduce(from, to).B, MaxPhases);
            var factor = Math.Min(to * Cutoff / from, 1);
            var length = ((int)Math.Ceiling(FilterSize / factor) + 1) / 2 * 2;
            var stride = (length + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
            var taps = new float[(phases + 1) * stride];
            var values = new double[length];
            var sum = 0.0;
            for (var phase = 0; phase < phases; phase++)
            {
                for (var i = 0; i < length; i++)
                    values[i] = Tap(i - (length - 1) / 2, (double)phase / phases, factor, length);
                if (phase == 0)
                    sum = values.Sum();
                for (var i = 0; i < length; i++)
                    taps[phase * stride + i] = (float)(values[i] / sum);
            }

            // The phase after the last one is the first of the next sample.
            taps.AsSpan(0, stride - 1).CopyTo(taps.AsSpan(phases * stride + 1));
            taps[phases * stride] = taps[stride - 1];
            return new(phases, length, stride, taps);
        }

        /// <param name="sample">From the middle.</param>
        /// <param name="phase">Where between this sample and the next, 0 to 1.</param>
        private static double Tap(int sample, double phase, double factor, int length)
        {
            var x = Math.PI * (sample - phase) * factor;
            var w = 2 * x / (factor * length * Math.PI);
            var sinc = x == 0 ? 1 : factor == 1 ? (sample % 2 == 0 ? -1 : 1) * Math.Sin(Math.PI * phase) / x : Math.Sin(x) / x;
            return sinc * Bessel(KaiserBeta * Math.Sqrt(Math.Max(1 - w * w, 0)));
        }

        /// <summary>The modified Bessel function of the first kind and order 0, by its series.</summary>
        private static double Bessel(double x)
        {
            var (sum, term) = (1.0, 1.0);
            for (var k = 1; term > 1e-16 * sum; k++)
            {
                term *= x / (2 * k) * (x / (2 * k));
                sum += term;
            }

            return sum;
        }
    }
}
