using System.Runtime.InteropServices;

namespace VoicePrep.Audio.Samples;

/// <summary>
/// The mix of a clip, kept while it is decoded for the meters if the clip is short, so that it need not be decoded again for its window.
/// </summary>
internal sealed class KeptMix(int sampleRate, int channels)
{
    private const int MaxSamples = 60 * 48_000; // 12 MB

    private readonly HeardMix mix = new(sampleRate, channels);
    private List<float>? samples = [];

    /// <param name="frames">32 bit floating point, interleaved.</param>
    public void Add(ReadOnlySpan<byte> frames)
    {
        if (samples is null)
            return;
        if (samples.Count + frames.Length / (channels * sizeof(float)) > MaxSamples)
        {
            samples = null;
            return;
        }

        samples.AddRange(mix.Next(frames));
    }

    /// <summary>The samples from one frame to before another; null where they were not kept.</summary>
    public float[]? Find(long start, long end) =>
        samples?.Count >= end ? CollectionsMarshal.AsSpan(samples)[(int)start..(int)end].ToArray() : null;
}
