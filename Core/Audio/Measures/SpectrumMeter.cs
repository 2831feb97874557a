using System.Numerics;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>The power of the mix in bands of 250 Hz up to 24 kHz, block by block: enough to see where a recording ends.</summary>
internal sealed class SpectrumMeter
{
    private const int BandHz = 250;
    private const int MinMinimaBlocks = 20;
    private const int MaxHz = 24_000;
    private const double AudibleBelowPeakDb = -65;
    private const double AboveNoise = 2; // 3 dB
    private const double HidingBelowPeakDb = -45; // as faint are the highest sounds of many voices

    private readonly int size;
    private readonly int[] bandOfBin;
    private readonly int bandCount;
    private readonly float[] hann;
    private readonly FourierTransform transform;
    private readonly Vector<float>[] magnitudes;
    private readonly float[][] waiting;
    private readonly List<float[]> powers = [];
    private int waitingCount;

    public SpectrumMeter(int sampleRate)
    {
        size = (int)BitOperations.RoundUpToPowerOf2((uint)(sampleRate / Blocks.PerSecond) + 1) / 2;
        bandOfBin =
        [
            .. Enumerable.Range(0, size / 2 + 1)
                .Select(bin => (int)((double)bin * sampleRate / size / BandHz))
                .TakeWhile(band => band < Math.Min(MaxHz, sampleRate / 2) / BandHz),
        ];
        bandCount = bandOfBin[^1] + 1;
        hann = HannWindow.Of(size);
        transform = new(size);
        magnitudes = new Vector<float>[size / 2 + 1];
        waiting = [.. Enumerable.Range(0, Vector<float>.Count).Select(_ => new float[size])];
    }

    /// <summary>Adds a block of the mix.</summary>
    public void Add(float[] mono, int length)
    {
        var block = waiting[waitingCount++];
        block.AsSpan().Clear();
        mono.AsSpan(0, Math.Min(length, size)).CopyTo(block);
        if (waitingCount == waiting.Length)
            Flush();
    }

    /// <summary>
    /// The highest frequency at which the speech is above its own pauses, and not more than 65 dB under its strongest band: a
    /// telephone line, a low rate or a lossy codec shows as an edge. If noise above it could hide more of the speech, the edge is that of
    /// the noise. Hz; null if there is no speech.
    /// </summary>
    public double? Bandwidth(IEnumerable<int> speech, IEnumerable<int> pauses)
    {
        Flush();
        var spoken = Mean(speech);
        var noise = Mean(pauses) ?? new double[bandCount];
        if (spoken is null)
            return null;
        var audible = spoken.Max() * Math.Pow(10, AudibleBelowPeakDb / 10);
        var hiding = spoken.Max() * Math.Pow(10, HidingBelowPeakDb / 10);
        var edge = Enumerable.Range(0, bandCount)
            .LastOrDefault(band => spoken[band] > audible && spoken[band] > AboveNoise * noise[band], -1) + 1;
        if (edge == 0)
            return null;
        while (edge < bandCount && noise[edge] > hiding)
            edge++;
        return edge * BandHz;
    }

    /// <summary>
    /// Speech over the noise that is under it, told without pauses: in each band, speech is absent at times even within words, and noise
    /// is not (R. Martin, "Noise power spectral density estimation based on optimal smoothing and minimum statistics", 2001). Null where
    /// there is too little.
    /// </summary>
    /// <param name="speech">Blocks of speech without digital silence.</param>
    public double? RatioToMinima(IEnumerable<int> speech)
    {
        Flush();
        var spoken = speech.Where(block => block < powers.Count).Select(block => powers[block]).ToArray();
        if (spoken.Length < MinMinimaBlocks)
            return null;
        double noise = 0, all = 0;
        for (var band = 0; band < bandCount; band++)
        {
            var sorted = spoken.Select(block => (double)block[band]).Order().ToArray();
            noise += sorted[sorted.Length / 50];
            all += sorted.Average();
        }

        return noise > 0 ? Decibels.OfPower(all / noise) : null;
    }

    private double[]? Mean(IEnumerable<int> blocks)
    {
        var sum = new double[bandCount];
        var count = 0;
        foreach (var block in blocks.Where(block => block < powers.Count))
        {
            count++;
            for (var band = 0; band < bandCount; band++)
                sum[band] += powers[block][band];
        }

        return count == 0 ? null : [.. sum.Select(power => power / count)];
    }

    private void Flush()
    {
        if (waitingCount == 0)
            return;
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (var n = 0; n < size; n++)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = waiting[lane][n] * hann[n];
            transform.Input[n] = new(lanes);
        }

        transform.Run(magnitudes, 0);
        for (var lane = 0; lane < waitingCount; lane++)
        {
            var bands = new float[bandCount];
            for (var bin = 2; bin < bandOfBin.Length; bin++) // an offset lies in the first two
                bands[bandOfBin[bin]] += magnitudes[bin][lane] * magnitudes[bin][lane];
            powers.Add(bands);
        }

        waitingCount = 0;
    }
}
