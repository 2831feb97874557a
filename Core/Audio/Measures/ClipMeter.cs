using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace VoicePrep.Audio.Measures;

/// <summary>Measures a clip at its own rate and with all its channels while it is decoded.</summary>
internal sealed class ClipMeter
{
    private const float MaxMagnitude = 1u << 31; // careless exports write integers, even of 32 bits, as floating-point samples

    private readonly int sampleRate;
    private readonly int channels;
    private readonly float[][] block;
    private readonly float[] mono;
    private int filled;
    private int blocks;

    public ClipMeter(int sampleRate, int channels)
    {
        (this.sampleRate, this.channels) = (sampleRate, channels);
        var longest = sampleRate / Blocks.PerSecond + 1;
        block = [.. Enumerable.Range(0, channels).Select(_ => new float[longest])];
        mono = new float[longest];
        Levels = new(sampleRate, channels);
        Loudness = new(sampleRate, channels);
        Spectrum = new(sampleRate);
        Moments = new(sampleRate);
        FlatTops = new(sampleRate);
        Repeats = new(sampleRate);
    }

    public LevelMeter Levels { get; }

    public LoudnessMeter Loudness { get; }

    public SpectrumMeter Spectrum { get; }

    public MomentMeter Moments { get; }

    public FlatTopMeter FlatTops { get; }

    public RepeatMeter Repeats { get; }

    /// <summary>Samples of one channel so far.</summary>
    public long Frames { get; private set; }

    public double Seconds => (double)Frames / sampleRate;

    /// <summary>Blocks so far.</summary>
    public int BlockCount => blocks;

    /// <summary>Samples that no recorder makes: not numbers, infinite or absurdly large. They count as silence.</summary>
    public long Damaged { get; private set; }

    /// <summary>Adds whole frames of interleaved 32-bit floats.</summary>
    public void Add(ReadOnlySpan<byte> frames)
    {
        var samples = MemoryMarshal.Cast<byte, float>(frames);
        Frames += samples.Length / channels;
        while (samples.Length > 0)
        {
            var length = Blocks.Length(blocks, sampleRate);
            var count = Math.Min(length - filled, samples.Length / channels);
            Deinterleave(samples[..(count * channels)]);
            samples = samples[(count * channels)..];
            if ((filled += count) == length)
                CompleteBlock();
        }
    }

    /// <summary>Measures the last block, which is shorter than the others.</summary>
    public void Complete()
    {
        if (filled > 0)
            CompleteBlock();
    }

    private void Deinterleave(ReadOnlySpan<float> samples)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            var target = block[channel].AsSpan(filled);
            for (int i = channel, frame = 0; i < samples.Length; i += channels, frame++)
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
        var mixed = mono.AsSpan(0, filled);
        mixed.Clear();
        foreach (var channel in block)
            TensorPrimitives.Add(mixed, channel.AsSpan(0, filled), mixed);
        TensorPrimitives.Divide(mixed, channels, mixed);

        Levels.Add(block, mono, filled);
        Loudness.Add(block, filled);
        Spectrum.Add(mono, filled);
        Moments.Add(mono, filled);
        FlatTops.Add(mono, filled);
        Repeats.Add(mono, filled);
        filled = 0;
        blocks++;
    }
}
