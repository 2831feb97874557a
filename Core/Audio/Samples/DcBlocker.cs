namespace VoicePrep.Audio.Samples;

/// <summary>
/// Takes the offset of a sound card out of a signal: a high-pass filter of first order at 10 Hz (J. O. Smith, "Introduction to Digital
/// Filters", DC blocker), which leaves a voice as it is.
/// </summary>
internal sealed class DcBlocker(int sampleRate)
{
    private const double Cutoff = 10;

    private readonly double pole = Math.Exp(-2 * Math.PI * Cutoff / sampleRate);
    private double? previous;
    private double output;

    /// <summary>Filters in place; the first sample is taken for the offset, so that there is no step at the beginning.</summary>
    public void Apply(Span<float> samples)
    {
        foreach (ref var sample in samples)
        {
            output = sample - (previous ?? sample) + pole * output;
            previous = sample;
            sample = (float)output;
        }
    }
}
