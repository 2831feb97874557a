using System.Numerics;
using VoicePrep.Voice.Encoder;

namespace VoicePrep.Audio.Measures;

/// <summary>The power of the mix in bands of 250 Hz up to 24 kHz, block by block: enough to see where a recording ends.</summary>
internal sealed class SpectrumMeter
{
    private const int BandHz = 250;
    private const int MaxHz = 24_000;
    private const double AudibleBelowPeakDb = -65;
    private const double AboveNoise = 2; // 3 dB

    private readonly int _size;
    private readonly int[] _bandOfBin;
    private readonly int _bands;
    private readonly float[] _hann;
    private readonly FourierTransform _transform;
    private readonly Vector<float>[] _magnitudes;
    private readonly float[][] _waiting;
    private readonly List<float[]> _powers = [];
    private int _waitingCount;

    public SpectrumMeter(int sampleRate)
    {
        _size = (int)BitOperations.RoundUpToPowerOf2((uint)(sampleRate / Blocks.PerSecond) + 1) / 2;
        _bandOfBin = [.. Enumerable.Range(0, _size / 2 + 1).Select(bin => (int)((double)bin * sampleRate / _size / BandHz)).TakeWhile(band => band < Math.Min(MaxHz, sampleRate / 2) / BandHz)];
        _bands = _bandOfBin[^1] + 1;
        _hann = [.. Enumerable.Range(0, _size).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * n / _size)))];
        _transform = new(_size);
        _magnitudes = new Vector<float>[_size / 2 + 1];
        _waiting = [.. Enumerable.Range(0, Vector<float>.Count).Select(_ => new float[_size])];
    }

    /// <summary>Adds a block of the mix.</summary>
    public void Add(float[] mono, int length)
    {
        var block = _waiting[_waitingCount++];
        block.AsSpan().Clear();
        mono.AsSpan(0, Math.Min(length, _size)).CopyTo(block);
        if (_waitingCount == _waiting.Length)
            Flush();
    }

    /// <summary>
    /// The highest frequency at which the speech is above its own pauses, and not more than 65 dB under its strongest band: a
    /// telephone line, a low rate or a lossy codec shows as an edge. Hz; null where there is no speech.
    /// </summary>
    public double? Bandwidth(IEnumerable<int> speech, IEnumerable<int> pauses)
    {
        Flush();
        var spoken = Mean(speech);
        var noise = Mean(pauses) ?? new double[_bands];
        if (spoken is null)
            return null;
        var audible = spoken.Max() * Math.Pow(10, AudibleBelowPeakDb / 10);
        for (var band = _bands - 1; band >= 0; band--)
            if (spoken[band] > audible && spoken[band] > AboveNoise * noise[band])
                return (band + 1) * BandHz;
        return null;
    }

    private double[]? Mean(IEnumerable<int> blocks)
    {
        var sum = new double[_bands];
        var count = 0;
        foreach (var block in blocks.Where(block => block < _powers.Count))
        {
            count++;
            for (var band = 0; band < _bands; band++)
                sum[band] += _powers[block][band];
        }

        return count == 0 ? null : [.. sum.Select(power => power / count)];
    }

    private void Flush()
    {
        if (_waitingCount == 0)
            return;
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (var n = 0; n < _size; n++)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = _waiting[lane][n] * _hann[n];
            _transform.Input[n] = new(lanes);
        }

        _transform.Run(_magnitudes, 0);
        for (var lane = 0; lane < _waitingCount; lane++)
        {
            var bands = new float[_bands];
            for (var bin = 1; bin < _bandOfBin.Length; bin++)
                bands[_bandOfBin[bin]] += _magnitudes[bin][lane] * _magnitudes[bin][lane];
            _powers.Add(bands);
        }

        _waitingCount = 0;
    }
}
