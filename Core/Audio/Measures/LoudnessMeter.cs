using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>
/// Integrated loudness by EBU R 128 and ITU-R BS.1770-4: K-weighting, blocks of 400 ms each 100 ms, gates at -70 LUFS and 10 LU under
/// the mean. Every channel counts alike, also those of surround sound.
/// </summary>
internal sealed class LoudnessMeter(int sampleRate, int channels)
{
    private const int GatingBlock = 8;
    private const int GatingStep = 2;
    /// <summary>What is quieter is not counted. LUFS.</summary>
    public const double AbsoluteGate = -70;

    private const double RelativeGate = -10;
    private const double Offset = -0.691;

    private readonly Biquad[] shelves = [.. Enumerable.Range(0, channels).Select(_ => HighShelf(sampleRate))];
    private readonly Biquad[] highPasses = [.. Enumerable.Range(0, channels).Select(_ => HighPass(sampleRate))];
    private readonly List<double> powers = [];

    /// <summary>Adds a block: one array of samples for each channel.</summary>
    public void Add(float[][] block, int length)
    {
        double sum = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var (shelf, highPass) = (shelves[channel], highPasses[channel]);
            foreach (var sample in block[channel].AsSpan(0, length))
            {
                var weighted = highPass.Next(shelf.Next(sample));
                sum += weighted * weighted;
            }
        }

        powers.Add(sum / length);
    }

    /// <summary>LUFS; null where all is under the gate.</summary>
    public double? Integrated(Range blocks)
    {
        var (start, count) = blocks.GetOffsetAndLength(powers.Count);
        var gating = new List<double>();
        for (var i = start; i + GatingBlock <= start + count; i += GatingStep)
            gating.Add(powers.GetRange(i, GatingBlock).Average());

        gating.RemoveAll(power => Loudness(power) <= AbsoluteGate);
        if (gating.Count == 0)
            return null;
        var gate = Loudness(gating.Average()) + RelativeGate;
        return Loudness(gating.Where(power => Loudness(power) > gate).Average());
    }

    private static double Loudness(double power) => Offset + Decibels.OfPower(power);

    // The filters of BS.1770, given there for 48 kHz, as analogue prototypes for any rate (B. De Man, "Evaluation of
    // implementations of the EBU R128 loudness measurement", AES 145, 2018).
    private static Biquad HighShelf(int rate)
    {
        const double gain = 3.999843853973347;
        var (k, kk, kq) = Prototype(1681.974450955533, 0.7071752369554196, rate);
        var high = Math.Pow(10, gain / 20);
        var band = Math.Pow(high, 0.4996667741545416);
        var a0 = 1 + kq + kk;
        return new(
            (high + band * kq + kk) / a0, 2 * (kk - high) / a0, (high - band * kq + kk) / a0, 2 * (kk - 1) / a0, (1 - kq + kk) / a0);
    }

    private static Biquad HighPass(int rate)
    {
        var (_, kk, kq) = Prototype(38.13547087602444, 0.5003270373238773, rate);
        var a0 = 1 + kq + kk;
        return new(1, -2, 1, 2 * (kk - 1) / a0, (1 - kq + kk) / a0);
    }

    private static (double K, double Squared, double OverQ) Prototype(double frequency, double q, int rate)
    {
        var k = Math.Tan(Math.PI * frequency / rate);
        return (k, k * k, k / q);
    }
}
