namespace VoicePrep.Signal;

/// <summary>A recursive filter of second order, in transposed direct form II.</summary>
internal sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
{
    private double first;
    private double second;

    /// <summary>
    /// An octave wide, 0 dB at its middle (R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients").
    /// </summary>
    public static Biquad BandPass(double frequency, int sampleRate)
    {
        var turn = 2 * Math.PI * frequency / sampleRate;
        var alpha = Math.Sin(turn) / (2 * Math.Sqrt(2));
        return new(alpha / (1 + alpha), 0, -alpha / (1 + alpha), -2 * Math.Cos(turn) / (1 + alpha), (1 - alpha) / (1 + alpha));
    }

    public double Next(double sample)
    {
        var result = b0 * sample + first;
        first = b1 * sample - a1 * result + second;
        second = b2 * sample - a2 * result;
        return result;
    }
}
