namespace VoicePrep.Signal;

/// <summary>Ratios in decibels.</summary>
internal static class Decibels
{
    /// <param name="ratio">Of two magnitudes.</param>
    public static double OfMagnitude(double ratio) => 20 * Math.Log10(ratio);

    /// <param name="ratio">Of two powers.</param>
    public static double OfPower(double ratio) => 10 * Math.Log10(ratio);
}
