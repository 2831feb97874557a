using System.Runtime.InteropServices;

namespace VoicePrep.Audio.Samples;

/// <summary>What is heard of a clip at its own rate, block by block: the mean of the channels, free of an offset.</summary>
internal sealed class HeardMix(int sampleRate, int channels)
{
    private readonly DcBlocker offset = new(sampleRate);

    /// <param name="frames">32 bit floating point, interleaved; they follow those of the call before.</param>
    public float[] Next(ReadOnlySpan<byte> frames)
    {
        var mix = Channels.Mean(Channels.Split(MemoryMarshal.Cast<byte, float>(frames), channels));
        offset.Apply(mix);
        return mix;
    }
}
