using System.Numerics.Tensors;

namespace VoicePrep.Audio.Samples;

/// <summary>The channels of a recording as arrays.</summary>
internal static class Channels
{
    /// <summary>One array for each channel of interleaved samples.</summary>
    public static float[][] Split(ReadOnlySpan<float> interleaved, int channels)
    {
        var result = new float[channels][];
        for (var channel = 0; channel < channels; channel++)
        {
            var samples = result[channel] = new float[interleaved.Length / channels];
            for (int i = 0, from = channel; i < samples.Length; i++, from += channels)
                samples[i] = interleaved[from];
        }

        return result;
    }

    /// <summary>The mix of channels that the models hear: their mean.</summary>
    public static float[] Mean(IReadOnlyList<float[]> channels)
    {
        if (channels.Count == 1)
            return channels[0];
        var mean = new float[channels[0].Length];
        foreach (var channel in channels)
            TensorPrimitives.Add(mean, channel, mean);
        TensorPrimitives.Divide(mean, channels.Count, mean);
        return mean;
    }
}
