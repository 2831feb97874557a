using System.Numerics.Tensors;

namespace VoicePrep.Audio.Activity;

/// <summary>The energy of the frames in which voice activity is judged.</summary>
internal static class FrameEnergies
{
    /// <summary>Mean square of each frame of 16 kHz mono samples; the last frame may be shorter.</summary>
    public static double[] Of(ReadOnlySpan<float> samples)
    {
        var energies = new double[(samples.Length + SileroState.FrameLength - 1) / SileroState.FrameLength];
        for (var frame = 0; frame < energies.Length; frame++)
        {
            var rest = samples[(frame * SileroState.FrameLength)..];
            var part = rest[..Math.Min(rest.Length, SileroState.FrameLength)];
            energies[frame] = TensorPrimitives.SumOfSquares(part) / part.Length;
        }

        return energies;
    }
}
