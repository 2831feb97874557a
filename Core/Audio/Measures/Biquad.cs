namespace VoicePrep.Audio.Measures;

/// <summary>A recursive filter of second order, in transposed direct form II.</summary>
internal sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
{
    private double first;
    private double second;

    public double Next(double sample)
    {
        var result = b0 * sample + first;
        first = b1 * sample - a1 * result + second;
        second = b2 * sample - a2 * result;
        return result;
    }
}
