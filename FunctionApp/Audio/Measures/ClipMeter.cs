using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace VoicePrep.Audio.Measures;

/// <summary>Measures a clip at its own rate and with all its channels while it is decoded.</summary>
internal sealed class ClipMeter
{
    private const float MaxMagnitude = 10_000; // 80 dB over full scale

    private readonly int _sampleRate;
    private readonly int _channels;
    private readonly float[][] _block;
    private readonly float[] _mono;
    private int _filled;
    private int _blocks;

    public ClipMeter(int sampleRate, int channels)
    {
        (_sampleRate, _channels) = (sampleRate, channels);
        var longest = sampleRate / Blocks.PerSecond + 1;
        _block = [.. Enumerable.Range(0, channels).Select(_ => new float[longest])];
        _mono = new float[longest];
        Levels = new(sampleRate, channels);
        Loudness = new(sampleRate, channels);
        Spectrum = new(sampleRate);
    }

    public LevelMeter Levels { get; }

    public LoudnessMeter Loudness { get; }

    public SpectrumMeter Spectrum { get; }

    /// <summary>Samples of one channel so far.</summary>
    public long Frames { get; private set; }

    public double Seconds => (double)Frames / _sampleRate;

    /// <summary>Blocks so far.</summary>
    public int BlockCount => _blocks;

    /// <summary>Samples that no recorder makes: not numbers, infinite or absurdly large. They count as silence.</summary>
    public long Damaged { get; private set; }

    /// <summary>Adds whole frames of interleaved 32-bit floats.</summary>
    public void Add(ReadOnlySpan<byte> frames)
    {
        var samples = MemoryMarshal.Cast<byte, float>(frames);
        Frames += samples.Length / _channels;
        while (samples.Length > 0)
        {
            var length = Blocks.Length(_blocks, _sampleRate);
            var count = Math.Min(length - _filled, samples.Length / _channels);
            Deinterleave(samples[..(count * _channels)]);
            samples = samples[(count * _channels)..];
            if ((_filled += count) == length)
                CompleteBlock();
        }
    }

    /// <summary>Measures the last block, which is shorter than the others.</summary>
    public void Complete()
    {
        if (_filled > 0)
            CompleteBlock();
    }

    private void Deinterleave(ReadOnlySpan<float> samples)
    {
        for (var channel = 0; channel < _channels; channel++)
        {
            var target = _block[channel].AsSpan(_filled);
            for (int i = channel, frame = 0; i < samples.Length; i += _channels, frame++)
            {
                var sample = samples[i];
                if (!(Math.Abs(sample) <= MaxMagnitude))
                {
                    Damaged++;
                    sample = 0;
                }

                target[frame] = sample;
            }
        }
    }

    private void CompleteBlock()
    {
        var mono = _mono.AsSpan(0, _filled);
        mono.Clear();
        foreach (var channel in _block)
            TensorPrimitives.Add(mono, channel.AsSpan(0, _filled), mono);
        TensorPrimitives.Divide(mono, _channels, mono);

        Levels.Add(_block, _mono, _filled);
        Loudness.Add(_block, _filled);
        Spectrum.Add(_mono, _filled);
        _filled = 0;
        _blocks++;
    }
}
