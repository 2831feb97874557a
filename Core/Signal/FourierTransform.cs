using System.Numerics;

namespace VoicePrep.Signal;

/// <summary>
/// Fourier transform of real signals, one in each lane of the vectors: a complex transform of half the size (radix 2, decimation in time),
/// with the even samples as real parts and the odd ones as imaginary parts, whose result is then separated.
/// </summary>
internal sealed class FourierTransform
{
    private readonly int half;
    private readonly int[] reversed;
    private readonly float[] cosines;
    private readonly float[] sines;
    private readonly Vector<float>[] re;
    private readonly Vector<float>[] im;

    /// <param name="size">Samples of a signal: a power of two.</param>
    public FourierTransform(int size)
    {
        half = size / 2;
        var bits = BitOperations.Log2((uint)half);
        reversed = [.. Enumerable.Range(0, half).Select(i => Enumerable.Range(0, bits).Sum(bit => (i >> bit & 1) << (bits - 1 - bit)))];
        cosines = [.. Enumerable.Range(0, half + 1).Select(k => (float)Math.Cos(2 * Math.PI * k / size))];
        sines = [.. Enumerable.Range(0, half + 1).Select(k => (float)Math.Sin(2 * Math.PI * k / size))];
        (re, im) = (new Vector<float>[half], new Vector<float>[half]);
        Input = new Vector<float>[size];
    }

    /// <summary>The signals: element n holds sample n of each.</summary>
    public Vector<float>[] Input { get; }

    /// <summary>Writes sqrt(re² + im² + <paramref name="floor"/>) of the bins 0 to size / 2.</summary>
    public void Run(Span<Vector<float>> magnitudes, float floor)
    {
        for (var i = 0; i < half; i++)
        {
            re[reversed[i]] = Input[2 * i];
            im[reversed[i]] = Input[2 * i + 1];
        }

        for (var width = 1; width < half; width *= 2)
        {
            // Twiddle j of this stage is exp(-iπ j / width): entry j * half / width of the tables of exp(-iπ k / half).
            for (int j = 0, step = half / width; j < width; j++)
            {
                var (cosine, sine) = (new Vector<float>(cosines[j * step]), new Vector<float>(sines[j * step]));
                for (var even = j; even < half; even += 2 * width)
                {
                    var odd = even + width;
                    var oddRe = re[odd] * cosine + im[odd] * sine;
                    var oddIm = im[odd] * cosine - re[odd] * sine;
                    (re[even], re[odd]) = (re[even] + oddRe, re[even] - oddRe);
                    (im[even], im[odd]) = (im[even] + oddIm, im[even] - oddIm);
                }
            }
        }

        var small = new Vector<float>(floor);
        for (var k = 0; k <= half / 2; k++)
        {
            var (a, b) = (k, (half - k) % half);
            var (evenRe, evenIm) = ((re[a] + re[b]) * 0.5f, (im[a] - im[b]) * 0.5f);
            var (oddRe, oddIm) = ((im[a] + im[b]) * 0.5f, (re[b] - re[a]) * 0.5f);
            var turnedRe = oddRe * cosines[k] + oddIm * sines[k];
            var turnedIm = oddIm * cosines[k] - oddRe * sines[k];
            magnitudes[k] = Magnitude(evenRe + turnedRe, evenIm + turnedIm, small);
            magnitudes[half - k] = Magnitude(evenRe - turnedRe, evenIm - turnedIm, small);
        }
    }

    private static Vector<float> Magnitude(Vector<float> re, Vector<float> im, Vector<float> floor) =>
        Vector.SquareRoot(re * re + im * im + floor);
}
