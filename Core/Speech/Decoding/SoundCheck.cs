using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Speech.Decoding;

/// <summary>
/// Recognises sound that cannot be speech, before the model invents words for it: silence, and sound of constant level such as white noise
/// and hum.
/// </summary>
internal static class SoundCheck
{
    /// <summary>Frames of 40 ms hold whole periods of 50 and 25 Hz, so that hum has a constant level.</summary>
    private const int FrameSamples = SampleRates.Speech / 25;

    private const double SilenceDbfs = -70;

    /// <summary>
    /// The level of speech varies by 20 dB and more between syllables and pauses, and by more than 6 dB in noise as loud as itself. White
    /// noise varies by less than 1 dB.
    /// </summary>
    private const double MinRangeDb = 3;

    /// <param name="samples">16 kHz mono, full scale is 1.</param>
    public static bool CanBeSpeech(ReadOnlySpan<float> samples)
    {
        var frames = samples.Length / FrameSamples;
        if (frames < 3)
            return false;

        var levels = new double[frames];
        for (var i = 0; i < frames; i++)
        {
            var frame = samples.Slice(i * FrameSamples, FrameSamples);
            levels[i] = Decibels.OfPower((TensorPrimitives.SumOfSquares(frame) / FrameSamples) + 1e-12);
        }
        Array.Sort(levels);
        var loud = levels[(int)(0.95 * (frames - 1))];
        var soft = levels[(int)(0.05 * (frames - 1))];
        return loud > SilenceDbfs && loud - soft >= MinRangeDb;
    }
}
